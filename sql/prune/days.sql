-- What an app logged on a day among the records that go, and how its calls and
-- pushes fared.
WITH counted AS (
  SELECT app_key, log_type, day, count(*) AS records, 0 AS attempts, 0 AS successes FROM recorded GROUP BY app_key, log_type, day
  UNION ALL
  SELECT app_key, 'api', day, 0, count(*), count(*) FILTER (WHERE result = 1) FROM api_calls GROUP BY app_key, day
  UNION ALL
  SELECT app_key, 'message', day, 0, count(*), count(*) FILTER (WHERE succeeded) FROM message_pushes WHERE NOT test GROUP BY app_key, day
  UNION ALL
  SELECT app_key, log_type, day, records, attempts, successes FROM kept_days
)
SELECT app_key, log_type, day, CAST(sum(records) AS BIGINT) AS records,
  CAST(sum(attempts) AS BIGINT) AS attempts, CAST(sum(successes) AS BIGINT) AS successes
FROM counted
GROUP BY app_key, log_type, day
