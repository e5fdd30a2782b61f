-- clause: 2.1
-- columns: app_key VARCHAR, log_type VARCHAR, account VARCHAR, seller_id BIGINT, day DATE, networks BIGINT
-- unit: networks
-- text.en: From how many different networks one account was used within one hour, at most on that day: logins (log_type login, account = openId, else the shop's id; failed ones do not count) and order records (log_type order, account = the shop's id). Rows: 4 networks or more.
-- text.zh: 同一账号当日一小时内最多来自多少个不同网段：登录记录（login，账号为openId或店铺ID，失败的登录不计）与订单访问记录（order，账号为店铺ID）。仅列出4个及以上的情况。
-- shared: yes
WITH wide_accounts AS (
  -- Few accounts are ever used from 4 networks; only for these the hours matter.
  SELECT l.app_key, l.account, min(l.seller_id) AS seller_id
  FROM login_attempts l
  JOIN address_networks n ON n.address = l.operator
  WHERE coalesce(l.result, 'success') = 'success'
  GROUP BY l.app_key, l.account
  HAVING count(DISTINCT n.network) >= 4
), wide_shops AS (
  SELECT u.app_key, u.seller_id
  FROM (
    SELECT app_key, seller_id, operator FROM order_operations
    WHERE log_type = 'order' AND seller_id IS NOT NULL
    GROUP BY app_key, seller_id, operator
  ) u
  JOIN address_networks n ON n.address = u.operator
  GROUP BY u.app_key, u.seller_id
  HAVING count(DISTINCT n.network) >= 4
), used AS (
  SELECT 'login' AS log_type, l.app_key, l.account, w.seller_id, n.network, l.ts
  FROM login_attempts l
  JOIN wide_accounts w ON w.app_key = l.app_key AND w.account = l.account
  JOIN address_networks n ON n.address = l.operator
  WHERE coalesce(l.result, 'success') = 'success'
  UNION ALL
  SELECT 'order', o.app_key, CAST(o.seller_id AS VARCHAR), o.seller_id, n.network, o.ts
  FROM order_operations o
  JOIN wide_shops w ON w.app_key = o.app_key AND w.seller_id = o.seller_id
  JOIN address_networks n ON n.address = o.operator
  WHERE o.log_type = 'order'
), spans AS (
  -- A use counts for less than an hour, or until the network's next use takes over.
  SELECT log_type, app_key, account, seller_id, ts AS begins,
    least(ts + INTERVAL '1' HOUR, lead(ts, 1, TIMESTAMP '9999-12-31 00:00:00') OVER (PARTITION BY log_type, app_key, account, network ORDER BY ts)) AS ends
  FROM used
), steps AS (
  SELECT log_type, app_key, account, seller_id, begins AS moment, 1 AS step FROM spans
  UNION ALL
  SELECT log_type, app_key, account, seller_id, ends, -1 FROM spans
), moments AS (
  SELECT log_type, app_key, account, seller_id, moment, sum(step) AS step, max(step) AS seen
  FROM steps
  GROUP BY log_type, app_key, account, seller_id, moment
), running AS (
  SELECT log_type, app_key, account, seller_id, moment, seen,
    CAST(sum(step) OVER (PARTITION BY log_type, app_key, account ORDER BY moment ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS networks
  FROM moments
)
SELECT app_key, log_type, account, seller_id, CAST(moment + INTERVAL '8' HOUR AS DATE) AS day, max(networks) AS networks
FROM running
WHERE seen = 1 AND networks >= 4
GROUP BY app_key, log_type, account, seller_id, CAST(moment + INTERVAL '8' HOUR AS DATE)
