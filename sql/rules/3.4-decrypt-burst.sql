-- id: 3.4-decrypt-burst
-- clause: 3.4
-- title.en: Decrypts faster than by hand
-- title.zh: 解密速度超出人工操作
-- level: risk
-- figure: decrypt_bursts
-- behind: order_decrypts
-- threshold: 30
-- bound: from
-- unit: orders
-- summary.en: Up to {value} orders of shop {subject} were decrypted within one minute; by hand it is hardly {threshold}.
-- summary.zh: 店铺{subject}一分钟内最多解密{value}个订单；人工操作难以达到{threshold}个。
-- consequence.en: The platform restricts decryption, bans the app or takes it offline.
-- consequence.zh: 平台将限制解密、封禁或下架应用。
-- remedy.en: Decrypt on demand, by hand and per field; stop automatic bulk decrypts; print e-waybills from ciphertext.
-- remedy.zh: 按需、人工、逐字段解密；停止自动批量解密；电子面单使用密文打印。
-- needs: all: api
-- subject_in: seller_id
SELECT
  app_key,
  seller_id,
  CAST(seller_id AS VARCHAR)                                            AS subject,
  day                                                                   AS first_day,
  day                                                                   AS last_day,
  orders                                                                AS value,
  30                                                                    AS threshold,
  'risk'                                                                AS level,
  'order_decrypts'                                                      AS evidence
FROM decrypt_bursts
-- By hand, on demand and field by field means: open an order, ask for a field, read it. An order every
-- two seconds, a whole minute long, is more than a person does.
WHERE orders >= 30
