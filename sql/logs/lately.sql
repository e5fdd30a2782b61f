-- stage: lately
-- columns: since DATE
-- text.en: The first day about which a finding can still be open: 90 days before the as-of day.
-- text.zh: 仍可能有未关闭发现的最早日期：统计日之前90天。
SELECT CAST(day - INTERVAL '90' DAY AS DATE) AS since FROM as_of
