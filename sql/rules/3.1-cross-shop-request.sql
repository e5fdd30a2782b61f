-- id: 3.1-cross-shop-request
-- clause: 3.1
-- title.en: One request with orders of several shops
-- title.zh: 单次请求包含多个店铺的订单
-- level: violation, risk, info
-- figure: cross_shop_requests
-- behind: cross_shop_requests
-- threshold: 0
-- bound: over
-- unit: requests
-- summary.en: Requests with orders of two or more shops at once, {first_day} to {last_day}: {value}.
-- summary.zh: {first_day}至{last_day}，有{value}次请求同时包含两个或以上店铺的订单。
-- consequence.en: Data of one shop may be shown and used only for that shop. The platform may restrict or withdraw the permissions of the app.
-- consequence.zh: 商家数据仅可用于数据来源的同一商家；平台可能限制或收回应用权限。
-- remedy.en: Split such requests by shop; do not gather orders of several shops in one call, page or export.
-- remedy.zh: 按店铺拆分请求；不要在同一调用、页面或导出中聚合多个店铺的订单。
-- title.risk.en: One request with orders of several shops of the same company
-- title.risk.zh: 单次请求包含同一公司主体多个店铺的订单
-- consequence.risk.en: The configuration tells the same company for these shops. Data of one shop may still be used only for that shop unless the shops agreed; the platform may see it otherwise.
-- consequence.risk.zh: 配置显示这些店铺属于同一公司主体；但未经商家同意，商家数据仍仅可用于同一商家，平台可能另作认定。
-- title.info.en: One request with orders of several shops of the same company
-- title.info.zh: 单次请求包含同一公司主体多个店铺的订单
-- consequence.info.en: The configuration tells the same company for these shops. The app is built for that company itself, so nothing is expected of the platform; keep it in mind.
-- consequence.info.zh: 配置显示这些店铺属于同一公司主体，且应用为该公司自研，预计平台不会处理；仅作提示。
-- needs: all: api, order, open, message
-- merge: sum
WITH companies AS (
  SELECT c.app_key, c.log_type, c.file_id, c.line, c.element, c.ts,
    CASE WHEN count(DISTINCT s.company) = 1 AND count(*) = count(s.company) THEN 1 ELSE 0 END AS same_company
  FROM cross_shop_requests c
  JOIN request_orders o ON o.log_type = c.log_type AND o.file_id = c.file_id AND o.line = c.line
    AND coalesce(o.element, 0) = coalesce(c.element, 0)
  LEFT JOIN shops s ON s.seller_id = o.owner_seller_id
  WHERE o.owner_seller_id IS NOT NULL
  GROUP BY c.app_key, c.log_type, c.file_id, c.line, c.element, c.ts
), daily AS (
  SELECT app_key, CAST(ts + INTERVAL '8' HOUR AS DATE) AS day, same_company, count(*) AS requests
  FROM companies
  GROUP BY app_key, CAST(ts + INTERVAL '8' HOUR AS DATE), same_company
)
SELECT
  d.app_key,
  CAST(NULL AS BIGINT)                                                  AS seller_id,
  ''                                                                    AS subject,
  d.day                                                                 AS first_day,
  d.day                                                                 AS last_day,
  d.requests                                                            AS value,
  0                                                                     AS threshold,
  CASE WHEN d.same_company = 0 THEN 'violation'
       WHEN a.kind = 'self-built' THEN 'info' ELSE 'risk' END           AS level,
  'cross_shop_requests'                                                 AS evidence
FROM daily d
LEFT JOIN apps a ON a.app_key = d.app_key
