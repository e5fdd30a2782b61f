-- stage: provisional_day
-- columns: day DATE
-- text.en: Today, if the as-of day reaches it: it is still running, so its rates and ratios, and those of later days, are shown but decide nothing; idle days count it.
-- text.zh: 今天（若统计日包含它）：今天尚未结束，今天及以后的比率仅供展示，不参与判定；闲置天数计入今天。
SELECT t.day FROM shanghai_today t, as_of a WHERE a.day >= t.day
