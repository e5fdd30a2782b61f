-- id: 3.4-ebill-score
-- clause: 3.4
-- title.en: E-waybill coverage under the score target
-- title.zh: 电子面单覆盖率低于评分目标
-- level: warning
-- figure: ebill_coverage_7d
-- behind: order_shipments; order_ebills; shipments_without_ebill
-- threshold: 0.99
-- bound: not over
-- unit: ratio
-- summary.en: Over 7 days {value} of the shipped orders had an e-waybill; the score target is more than {threshold}.
-- summary.zh: 近7天发货订单中{value}有电子面单；评分目标为高于{threshold}。
-- consequence.en: The app score falls; the rules themselves set no coverage.
-- consequence.zh: 影响应用评分；运营规则本身未规定覆盖率。
-- remedy.en: Get the e-waybill of every order over the platform's interface before it is shipped; without one receivers' addresses must be decrypted to print them.
-- remedy.zh: 发货前通过平台接口取号打印电子面单；不使用电子面单则需解密收件信息才能打印。
-- needs: all: api, shipment
-- span: 7
-- merge: min
WITH latest AS (
  SELECT app_key, max(day) AS day
  FROM ebill_coverage_7d
  WHERE day > (SELECT CAST(day - INTERVAL '7' DAY AS DATE) FROM as_of)
  GROUP BY app_key
)
SELECT
  f.app_key,
  CAST(NULL AS BIGINT)                                                  AS seller_id,
  ''                                                                    AS subject,
  CAST(f.day - INTERVAL '6' DAY AS DATE)                                AS first_day,
  f.day                                                                 AS last_day,
  f.coverage                                                            AS value,
  0.99                                                                  AS threshold,
  'warning'                                                             AS level,
  'shipments_without_ebill'                                             AS evidence
FROM ebill_coverage_7d f
JOIN latest l ON l.app_key = f.app_key AND l.day = f.day
-- The target is more than 99%, so exactly 99% misses it. It holds for every app that ships: one that
-- never asks for an e-waybill has a coverage of 0.
WHERE f.coverage <= 0.99e0
