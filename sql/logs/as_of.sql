-- stage: as_of
-- columns: day DATE
-- text.en: The day that figures look back from: the one asked for, else the newest day with an event that is not after today.
-- text.zh: 统计日：指定的日期，否则为不晚于今天的最新事件日。
-- shared: yes
SELECT coalesce(CAST(getvariable('as_of') AS DATE),
  (SELECT max(day) FROM recorded WHERE day <= (SELECT day FROM shanghai_today))) AS day
