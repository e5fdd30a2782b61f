-- clause: 2.4
-- columns: app_key VARCHAR, subject VARCHAR, days BIGINT, days_left BIGINT, due DATE, time_left VARCHAR
-- unit: days
-- text.en: For the developer (no app key) and for apps with an approved category, as long as there is no app and the 30 days are not over: the last day on which one comes in time, and how long that is from the as-of day.
-- text.zh: 开发者（无appKey）及类目资质已通过的应用，尚未创建且30天未满时：最后期限及剩余天数。
WITH waiting AS (
  SELECT app_key, subject, days, 30 - days AS days_left, CAST(since + INTERVAL '30' DAY AS DATE) AS due
  FROM app_milestones
  WHERE step IN ('first app', 'creation') AND state = 'open'
)
SELECT app_key, subject, days, days_left, due,
  CAST(days_left AS VARCHAR) || CASE WHEN days_left = 1 THEN ' day' ELSE ' days' END AS time_left
FROM waiting
