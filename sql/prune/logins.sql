-- From which networks the logins that go succeeded, and since when.
WITH succeeded AS (
  SELECT l.app_key, l.account, n.network, l.ts, l.day
  FROM login_attempts l
  LEFT JOIN address_networks n ON n.address = l.operator
  WHERE l.result = 'success'
  UNION ALL
  SELECT app_key, account, network, ts, day FROM kept_logins
)
SELECT app_key, account, network, min(ts) AS ts, min(day) AS day
FROM succeeded
GROUP BY app_key, account, network
