-- id: 3.4-decrypts-without-shipments
-- clause: 3.4
-- title.en: Orders decrypted while none were shipped
-- title.zh: 有订单解密但无发货
-- level: risk
-- figure: decrypt_ratio_7d
-- behind: order_decrypts; order_shipments
-- threshold: 0
-- bound: over
-- unit: orders
-- summary.en: Orders decrypted within 7 days in which none was shipped, so that there is no ratio: up to {value}.
-- summary.zh: 7天内最多解密{value}个订单而无任何发货，解密率无法计算。
-- consequence.en: The platform restricts decryption, bans the app or takes it offline.
-- consequence.zh: 平台将限制解密、封禁或下架应用。
-- remedy.en: Decrypt single fields by hand and only when needed; print e-waybills from ciphertext; stop automatic and repeated decrypts.
-- remedy.zh: 按需、人工、逐字段解密；电子面单使用密文打印；停止自动批量和重复解密。
-- needs: all: api, shipment
-- window: 7
SELECT
  d.app_key,
  CAST(NULL AS BIGINT)                                                  AS seller_id,
  ''                                                                    AS subject,
  d.day                                                                 AS first_day,
  d.day                                                                 AS last_day,
  d.decrypted_orders                                                    AS value,
  0                                                                     AS threshold,
  'risk'                                                                AS level,
  'order_decrypts'                                                      AS evidence
FROM decrypt_ratio_7d d
JOIN decrypt_windows w ON w.app_key = d.app_key AND w.day = d.day
WHERE d.shipped_orders = 0 AND d.decrypted_orders > 0 AND NOT w.incomplete
