-- stage: export_signs
-- columns: log_type VARCHAR, app_key VARCHAR, seller_id BIGINT, ts TIMESTAMP, day DATE, file_id BIGINT, line BIGINT, element BIGINT, orders BIGINT, by_operation BOOLEAN, by_url BOOLEAN, by_filter BOOLEAN, by_total BOOLEAN
-- text.en: Order and open records that look like an export: by their operation code, by a word in their url (behind the host), by a filter without order ids that found more than 50 orders or an unknown number, by a number of orders over 50 or over that of the ids given.
-- text.zh: 疑似导出的订单访问与流转记录：操作码、url（主机之后部分）中的字样、无订单号且结果超过50单或数量未知的筛选条件、订单数超过50或超过所列订单号个数。
-- shared: yes
WITH handled AS (
  SELECT 'order' AS log_type, app_key, seller_id, ts, day, file_id, line, element, url, operation, order_total,
    nullif(len(order_ids), 0) AS ids
  FROM order_accesses
  WHERE day <= (SELECT day FROM as_of)
  UNION ALL
  SELECT 'open', app_key, seller_id, ts, day, file_id, line, element, url, NULL, order_total, nullif(len(order_ids), 0)
  FROM order_transfers
  WHERE day <= (SELECT day FROM as_of)
), signs AS (
  SELECT log_type, app_key, seller_id, ts, day, file_id, line, element, greatest(order_total, ids) AS orders,
    coalesce(operation IN (SELECT operation FROM operations WHERE meaning IN ('export', 'download')), false) AS by_operation,
    coalesce((contains(lower(url), 'export') OR contains(lower(url), 'download') OR contains(url, '导出') OR contains(lower(url), '%e5%af%bc%e5%87%ba'))
      AND regexp_matches(regexp_replace(lower(url), '^\s*([a-z][a-z0-9+.-]*:)?//[^/?#\\]*', ''), 'export|download|导出|%e5%af%bc%e5%87%ba'), false) AS by_url,
    -- A record without order ids has a filter.
    ids IS NULL AND coalesce(order_total > 50, true)                    AS by_filter,
    ids IS NOT NULL AND (ids > 50 OR coalesce(order_total > least(ids, 50), false)) AS by_total
  FROM handled
)
SELECT *
FROM signs
WHERE by_operation OR by_url OR by_filter OR by_total
