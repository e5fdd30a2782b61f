-- id: 3.4-decrypt-ratio-shop
-- clause: 3.4
-- title.en: Decrypt ratio of one shop over the limit
-- title.zh: 单个店铺解密率超过限值
-- level: risk
-- figure: decrypt_ratio_shop_7d
-- behind: order_decrypts; order_shipments
-- threshold: 0.05
-- bound: over
-- unit: ratio
-- summary.en: Within 7 days the decrypted orders of shop {subject} reached {value} of the number of its shipped ones; the limit is {threshold}.
-- summary.zh: 店铺{subject}，7天内解密订单数与发货订单数之比最高达{value}；限值为{threshold}。
-- consequence.en: The platform restricts decryption, bans the app or takes it offline.
-- consequence.zh: 平台将限制解密、封禁或下架应用。
-- remedy.en: Decrypt single fields by hand and only when needed; print e-waybills from ciphertext; stop automatic and repeated decrypts.
-- remedy.zh: 按需、人工、逐字段解密；电子面单使用密文打印；停止自动批量和重复解密。
-- needs: all: api, shipment
-- window: 7
SELECT
  app_key,
  seller_id,
  CAST(seller_id AS VARCHAR)                                            AS subject,
  day                                                                   AS first_day,
  day                                                                   AS last_day,
  decrypt_ratio                                                         AS value,
  0.05                                                                  AS threshold,
  'risk'                                                                AS level,
  'order_decrypts'                                                      AS evidence
FROM decrypt_ratio_shop_7d
WHERE decrypt_ratio > 0.05e0 AND shipped_orders >= 20
