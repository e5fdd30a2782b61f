-- clause:
-- columns: app_key VARCHAR, clause VARCHAR, what VARCHAR, lacks VARCHAR, told_by VARCHAR, unjudged BIGINT, judged BIGINT
-- unit: records
-- text.en: What the rules of a clause look at and could not judge, because something is unknown of it, in the last 90 days: what = logins, statements and so on; lacks = the field, the word of the configuration or the view that would say more ('' where only records can); told_by = the log types whose records could tell it; judged = those of the same kind that could be judged.
-- text.zh: 最近90天内某条款的规则本应检查、但因信息未知而无法判断的内容：what为登录、语句等；lacks为可补充信息的字段、配置项或视图（仅日志可提供时为空文本）；told_by为可提供该信息的日志类型；judged为同类中可判断的数量。
WITH decrypts AS (
  SELECT app_key, order_id FROM order_decrypts
  WHERE day >= (SELECT since FROM lately)
  GROUP BY app_key, order_id
), pushed AS (
  -- The platform's pushes tell best whose an order is: without them it may be another's than the calls say.
  SELECT d.app_key, d.order_id
  FROM decrypts d
  JOIN (
    SELECT app_key, order_id FROM message_pushes WHERE NOT test AND day <= (SELECT day FROM as_of)
    UNION ALL
    SELECT app_key, order_id FROM kept_claims WHERE log_type = 'message'
  ) m ON m.app_key = d.app_key AND m.order_id = d.order_id
  GROUP BY d.app_key, d.order_id
), unclear AS (
  SELECT app_key, lacks FROM unknown_owners WHERE last_day >= (SELECT since FROM lately)
), sent AS (
  SELECT app_key, CASE WHEN send_to_host IS NULL THEN 'sendToUrl' END AS lacks, count(*) AS records
  FROM order_transfers
  WHERE send_to_url IS NOT NULL AND day >= (SELECT since FROM lately) AND day <= (SELECT day FROM as_of)
  GROUP BY app_key, CASE WHEN send_to_host IS NULL THEN 'sendToUrl' END
), looked AS (
  -- lacks is NULL where nothing is lacking.
  SELECT app_key, '2.1' AS clause, 'login results' AS what, CASE WHEN result IS NULL THEN 'loginResult' END AS lacks, count(*) AS n
  FROM login_attempts
  WHERE day >= (SELECT since FROM lately)
  GROUP BY app_key, CASE WHEN result IS NULL THEN 'loginResult' END
  UNION ALL
  SELECT l.app_key, '2.1', 'login networks', CASE WHEN n.network IS NULL THEN 'userIp' END, count(*)
  FROM login_attempts l
  LEFT JOIN address_networks n ON n.address = l.operator
  WHERE l.day >= (SELECT since FROM lately)
  GROUP BY l.app_key, CASE WHEN n.network IS NULL THEN 'userIp' END
  UNION ALL
  SELECT o.app_key, '2.1', 'order networks', CASE WHEN n.network IS NULL THEN 'userIp' END, count(*)
  FROM order_operations o
  LEFT JOIN address_networks n ON n.address = o.operator
  WHERE o.log_type = 'order' AND o.day >= (SELECT since FROM lately)
  GROUP BY o.app_key, CASE WHEN n.network IS NULL THEN 'userIp' END
  UNION ALL
  SELECT app_key, '2.1', 'order shops', lacks, records FROM worked_shops WHERE log_type = 'order'
  UNION ALL
  -- What stands in the place of a user's address may be one user or several.
  SELECT app_key, '3.1', 'operators', CASE WHEN log_type = 'order' AND (operator IS NULL OR NOT by_address) THEN 'userIp' WHEN operator IS NULL THEN 'userId' END, count(*)
  FROM order_operations
  WHERE day >= (SELECT since FROM lately)
  GROUP BY app_key, CASE WHEN log_type = 'order' AND (operator IS NULL OR NOT by_address) THEN 'userIp' WHEN operator IS NULL THEN 'userId' END
  UNION ALL
  SELECT app_key, '3.1', 'operators'' shops', lacks, records FROM worked_shops WHERE log_type IN ('order', 'open')
  UNION ALL
  SELECT app_key, '3.1', 'orders', NULL, count(*)
  FROM order_summaries
  WHERE last_day >= (SELECT since FROM lately)
  GROUP BY app_key
  UNION ALL
  SELECT app_key, '3.1', 'orders', lacks, count(*) FROM unclear GROUP BY app_key, lacks
  UNION ALL
  -- They are among all orders.
  SELECT app_key, '3.1', 'orders', NULL, -count(*) FROM unclear GROUP BY app_key
  UNION ALL
  SELECT s.app_key, '3.1', 'statements', CASE WHEN k.reason = 'unparsable' THEN 'unparsed_sql' END, count(*)
  FROM sql_statements s
  LEFT JOIN statements k ON k.statement_id = s.statement_id
  WHERE s.day >= (SELECT since FROM lately) AND s.day <= (SELECT day FROM as_of)
  GROUP BY s.app_key, CASE WHEN k.reason = 'unparsable' THEN 'unparsed_sql' END
  UNION ALL
  SELECT app_key, '3.1', 'receivers', lacks, records FROM sent
  UNION ALL
  SELECT app_key, '3.3', 'receivers', lacks, records FROM sent
  UNION ALL
  SELECT app_key, '3.3', 'shops', lacks, records FROM worked_shops
  UNION ALL
  -- Both sides of a shop's decrypt ratio.
  SELECT app_key, '3.4', 'shops', lacks, records FROM worked_shops
  WHERE meaning IN ('decrypt', 'ship') AND app_key IN (SELECT app_key FROM decrypts)
  UNION ALL
  SELECT app_key, '3.4', 'decrypts', CASE WHEN NOT listed THEN 'orderIds' END, count(*)
  FROM decrypt_calls
  WHERE day >= (SELECT since FROM lately)
  GROUP BY app_key, CASE WHEN NOT listed THEN 'orderIds' END
  UNION ALL
  -- Nobody knows in which of their parameters the orders are.
  SELECT app_key, '3.4', 'decrypts', 'unknown_decrypts', CAST(sum(calls) AS BIGINT)
  FROM unknown_decrypts
  WHERE day >= (SELECT since FROM lately)
  GROUP BY app_key
  UNION ALL
  SELECT d.app_key, '3.4', 'decrypted orders', u.lacks, count(*)
  FROM decrypts d
  LEFT JOIN unknown_owners u ON u.app_key = d.app_key AND u.order_id = d.order_id
  GROUP BY d.app_key, u.lacks
  UNION ALL
  SELECT d.app_key, '3.4', 'owners of decrypted orders', CASE WHEN p.order_id IS NULL THEN '' END, count(*)
  FROM decrypts d
  LEFT JOIN pushed p ON p.app_key = d.app_key AND p.order_id = d.order_id
  GROUP BY d.app_key, CASE WHEN p.order_id IS NULL THEN '' END
), counted AS (
  SELECT app_key, clause, what, lacks, CAST(sum(n) AS BIGINT) AS n
  FROM looked
  GROUP BY app_key, clause, what, lacks
), compared AS (
  SELECT app_key, clause, what, lacks, n,
    CAST(sum(CASE WHEN lacks IS NULL THEN n ELSE 0 END) OVER (PARTITION BY app_key, clause, what) AS BIGINT) AS judged
  FROM counted
)
SELECT app_key, clause, what, lacks,
  CASE lacks WHEN 'shops.openId' THEN 'api, login, message, open, order'
             WHEN '' THEN 'message' ELSE '' END                         AS told_by,
  n                                                                     AS unjudged,
  judged
FROM compared
WHERE lacks IS NOT NULL
