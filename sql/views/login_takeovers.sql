-- clause: 2.1
-- columns: app_key VARCHAR, account VARCHAR, seller_id BIGINT, ts TIMESTAMP, day DATE, network VARCHAR, failures BIGINT, file_id BIGINT, line BIGINT, element BIGINT
-- unit: logins
-- text.en: Successful logins from a network from which the account had never succeeded before, though from elsewhere it had, after 5 or more failed ones within the hour up to them; failures = those. Networks of pruned logins are known, too; of a login whose hour was pruned in part nothing is told.
-- text.zh: 账号一小时内登录失败5次及以上后，从此前从未成功登录过的网段登录成功的记录（账号此前须已有成功登录）；failures为该小时内的失败次数。已清理登录的网段仍计入；该小时部分已清理的不列出。
WITH told AS (
  SELECT l.app_key, l.account, l.seller_id, l.ts, l.day, l.file_id, l.line, l.element, l.result, n.network
  FROM login_attempts l
  LEFT JOIN address_networks n ON n.address = l.operator
  UNION ALL
  SELECT app_key, account, NULL, ts, day, NULL, NULL, NULL, 'success', network FROM kept_logins WHERE day <= (SELECT day FROM as_of)
), attacked AS (
  SELECT app_key, account FROM login_attempts WHERE result = 'failure' GROUP BY app_key, account HAVING count(*) >= 5
), succeeded AS (
  SELECT l.app_key, l.account, l.seller_id, l.ts, l.day, l.file_id, l.line, l.element, l.network,
    min(l.ts) OVER (PARTITION BY l.app_key, l.account)                  AS first_ts,
    min(l.ts) OVER (PARTITION BY l.app_key, l.account, l.network)       AS first_ts_there
  FROM told l
  JOIN attacked a ON a.app_key = l.app_key AND a.account = l.account
  WHERE l.result = 'success'
), steps AS (
  -- A failure counts for less than an hour.
  SELECT l.app_key, l.account, l.ts AS moment, 1 AS step FROM login_attempts l
  JOIN attacked a ON a.app_key = l.app_key AND a.account = l.account
  WHERE l.result = 'failure'
  UNION ALL
  SELECT l.app_key, l.account, l.ts + INTERVAL '1' HOUR, -1 FROM login_attempts l
  JOIN attacked a ON a.app_key = l.app_key AND a.account = l.account
  WHERE l.result = 'failure'
  UNION ALL
  SELECT app_key, account, ts, 0 FROM succeeded
), moments AS (
  SELECT app_key, account, moment, sum(step) AS step FROM steps GROUP BY app_key, account, moment
), running AS (
  SELECT app_key, account, moment,
    CAST(sum(step) OVER (PARTITION BY app_key, account ORDER BY moment ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS failures
  FROM moments
)
SELECT s.app_key, s.account, s.seller_id, s.ts, s.day, s.network, r.failures, s.file_id, s.line, s.element
FROM succeeded s
JOIN running r ON r.app_key = s.app_key AND r.account = s.account AND r.moment = s.ts
WHERE s.network IS NOT NULL AND s.ts = s.first_ts_there AND s.ts > s.first_ts AND r.failures >= 5
  -- The whole hour is still there, so it is no pruned login.
  AND CAST(s.ts + INTERVAL '7' HOUR AS DATE) >= (SELECT coalesce(max(before), DATE '2000-01-01') FROM pruned WHERE kind = 'login')
