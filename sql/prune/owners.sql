-- What the records that go say of whose order it is. A record is of use only while
-- no earlier one of the same or a higher rank names a seller and was there on every
-- day to look back from on which it is there itself; a record without a seller may
-- yet come to have one. So mostly one row an order remains.
WITH told AS (
  SELECT app_key, order_id, CASE WHEN log_type = 'open' THEN 'order' ELSE log_type END AS log_type, seller_id,
    CASE WHEN seller_id IS NULL THEN open_id END AS open_id, ts, day
  FROM order_refs
  WHERE tells AND (seller_id IS NOT NULL OR open_id IS NOT NULL)
  UNION ALL
  SELECT app_key, order_id, log_type, seller_id, open_id, ts, day FROM kept_owners
), each AS (
  SELECT app_key, order_id, log_type, seller_id, open_id, min(ts) AS ts, min(day) AS day
  FROM told
  GROUP BY app_key, order_id, log_type, seller_id, open_id
), compared AS (
  SELECT *, min(CASE WHEN seller_id IS NOT NULL THEN day END) OVER earlier AS day_before
  FROM each
  WINDOW earlier AS (PARTITION BY app_key, order_id
    ORDER BY CASE log_type WHEN 'message' THEN 1 WHEN 'api' THEN 2 ELSE 3 END, ts, seller_id NULLS FIRST
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)
SELECT app_key, order_id, log_type, seller_id, open_id, ts, day
FROM compared
WHERE day_before IS NULL OR day_before > day
