-- clause: 2.5
-- columns: app_key VARCHAR, subject VARCHAR, days BIGINT, days_left BIGINT, due DATE, time_left VARCHAR
-- unit: days
-- text.en: For apps that are not online as long as the 90 days since their creation are not over: the last day on which going online is in time, and how long that is from the as-of day.
-- text.zh: 尚未上线且创建未满90天的应用：最后期限及剩余天数。
WITH waiting AS (
  SELECT app_key, subject, days, 90 - days AS days_left, CAST(since + INTERVAL '90' DAY AS DATE) AS due
  FROM app_milestones
  WHERE step = 'launch' AND state = 'open'
)
SELECT app_key, subject, days, days_left, due,
  CAST(days_left AS VARCHAR) || CASE WHEN days_left = 1 THEN ' day' ELSE ' days' END AS time_left
FROM waiting
