-- clause: log
-- columns: app_key VARCHAR, log_type VARCHAR, first_day DATE, last_day DATE, days BIGINT, resumed BOOLEAN, logged_days BIGINT, active_days BIGINT, records BIGINT, records_after BIGINT, daily BOOLEAN
-- unit: days
-- text.en: Days without records of a log type between two days with some: active days, on which the app logged other types; or calendar days without any record at all (log_type is NULL). A log type that stopped has one up to its app's last day (resumed is false). The day that still runs is in none, and none rests on weekly rest alone: 7 days before one of its days the records were there. logged_days, active_days, records: over the 30 days that end with the last day before the hole. records_after: over the 7 days that begin with the first day after it. daily = logged daily before: on 7 days or more, 80% or more of the active ones, with 10 or more records a day.
-- text.zh: 某类日志在两个有记录的日期之间缺失的日期：应用有其他日志的活跃日；或完全没有任何日志的自然日（log_type为空）。已停止的日志类型缺失至应用的最后一天（resumed为false）。尚未结束的当天不计；仅因每周固定休息而无日志的不计（至少有一天的7天前有记录）。logged_days、active_days、records为缺失前30天内的有记录天数、活跃天数与记录数；records_after为恢复后7天内的记录数。daily表示缺失前每日都有日志：至少7天、占活跃日80%以上，且平均每天10条以上。
-- shared: yes
WITH ended AS (
  -- The last day that is over.
  SELECT coalesce(CAST(min(day) - INTERVAL '1' DAY AS DATE), DATE '9999-12-30') AS day FROM provisional_day
), active AS (
  SELECT a.app_key, a.day, CAST(sum(a.records) AS BIGINT) AS records,
    CASE WHEN a.day <= o.day THEN 1 ELSE 0 END                          AS settled,
    least(a.day, o.day)                                                 AS settled_day
  FROM app_days a
  CROSS JOIN ended o
  GROUP BY a.app_key, a.day, o.day
), ranked AS (
  SELECT app_key, day, settled,
    sum(settled) OVER (PARTITION BY app_key ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS place,
    sum(settled) OVER (PARTITION BY app_key)                            AS places,
    count(*) OVER (PARTITION BY app_key ORDER BY date_diff('day', DATE '2015-01-01', day) RANGE BETWEEN 29 PRECEDING AND CURRENT ROW) AS active_days
  FROM active
), placed AS (
  SELECT d.app_key, d.log_type, d.day, d.records, r.settled, r.place, r.places, r.active_days
  FROM app_days d
  JOIN ranked r ON r.app_key = d.app_key AND r.day = d.day
  UNION ALL
  -- Any record at all: every calendar day has a place.
  SELECT app_key, CAST(NULL AS VARCHAR), day, records, settled, date_diff('day', DATE '2015-01-01', settled_day), NULL,
    least(30, date_diff('day', min(day) OVER (PARTITION BY app_key), day) + 1)
  FROM active
), weekly AS (
  SELECT app_key, log_type, day, records, settled, place, places, active_days,
    CAST(sum(records) OVER week AS BIGINT)                              AS week_records
  FROM placed
  WINDOW week AS (PARTITION BY app_key, log_type ORDER BY date_diff('day', DATE '2015-01-01', day) RANGE BETWEEN CURRENT ROW AND 6 FOLLOWING)
), spaced AS (
  SELECT app_key, log_type, day, place, active_days,
    count(*) OVER month                                                 AS logged_days,
    CAST(sum(records) OVER month AS BIGINT)                             AS records,
    lead(week_records, 1, 0) OVER following                             AS records_after,
    lead(day, 1, CAST(NULL AS DATE)) OVER following                     AS next_day,
    lead(place - settled, 1, places) OVER following - place             AS days
  FROM weekly
  WINDOW month AS (PARTITION BY app_key, log_type ORDER BY date_diff('day', DATE '2015-01-01', day) RANGE BETWEEN 29 PRECEDING AND CURRENT ROW),
    following AS (PARTITION BY app_key, log_type ORDER BY day)
), holes AS (
  SELECT s.app_key, s.log_type, s.next_day, s.logged_days, s.active_days, s.records, s.records_after, s.days, min(r.day) AS first_day, max(r.day) AS last_day
  FROM spaced s
  JOIN ranked r ON r.app_key = s.app_key AND r.settled = 1 AND r.place > s.place AND r.place <= s.place + s.days
  WHERE s.log_type IS NOT NULL AND s.days > 0
  GROUP BY s.app_key, s.log_type, s.day, s.next_day, s.logged_days, s.active_days, s.records, s.records_after, s.days
  UNION ALL
  SELECT s.app_key, s.log_type, s.next_day, s.logged_days, s.active_days, s.records, s.records_after, s.days,
    CAST(s.day + INTERVAL '1' DAY AS DATE), least(CAST(s.next_day - INTERVAL '1' DAY AS DATE), o.day)
  FROM spaced s
  CROSS JOIN ended o
  WHERE s.log_type IS NULL AND s.next_day IS NOT NULL AND s.days > 0
)
SELECT h.app_key, h.log_type, h.first_day, h.last_day, CAST(h.days AS BIGINT) AS days, h.next_day IS NOT NULL AS resumed,
  h.logged_days, CAST(h.active_days AS BIGINT) AS active_days, h.records, h.records_after,
  h.logged_days >= 7 AND 5 * h.logged_days >= 4 * h.active_days AND h.records >= 10 * h.logged_days AS daily
FROM holes h
WHERE EXISTS (
  SELECT 1 FROM app_days d
  WHERE d.app_key = h.app_key AND (h.log_type IS NULL OR d.log_type = h.log_type)
    AND d.day BETWEEN CAST(h.first_day - INTERVAL '7' DAY AS DATE) AND CAST(h.last_day - INTERVAL '7' DAY AS DATE))
