-- id: 2.1-appkey-networks
-- clause: 2.1
-- title.en: One shop used under the app key from many networks at once
-- title.zh: 同一appKey下的店铺同时在大量网段被使用
-- level: risk
-- figure: networks_an_hour
-- behind: order_operations WHERE log_type = 'order'
-- threshold: 8
-- bound: from
-- unit: networks
-- summary.en: The orders of shop {subject} were opened from up to {value} different networks within one hour; {threshold} or more are hardly one shop's staff.
-- summary.zh: 店铺{subject}的订单一小时内最多从{value}个不同网段被查看；{threshold}个及以上很难是同一店铺的人员。
-- consequence.en: App key and accounts must not be lent, let or disclosed. The platform clears out account and app and may hold you liable.
-- consequence.zh: appKey与账号不得转让、出租、出借或泄露。平台将对账号和应用进行清退，并有权追究法律责任。
-- remedy.en: Find out who works there. If others use the key or the shop's access, withdraw it, issue a new secret, and end all sessions.
-- remedy.zh: 核实使用者身份；若有他人使用该appKey或店铺权限，请收回权限、更换密钥并注销全部会话。
-- needs: all: order
-- subject_in: seller_id
SELECT
  -- The address in api and order records is the end user's, never the caller's: an app that serves many shops is used
  -- from many networks, and rightly. What many networks say something about is one shop under one key. Order records
  -- tell it: they must have the address, while it is optional in api records. A shop has more staff than an account,
  -- some at home, so it takes twice as many networks as one account does.
  app_key,
  seller_id,
  account                                                               AS subject,
  day                                                                   AS first_day,
  day                                                                   AS last_day,
  networks                                                              AS value,
  8                                                                     AS threshold,
  'risk'                                                                AS level,
  'order_operations WHERE log_type = ''order'''                         AS evidence
FROM networks_an_hour
WHERE log_type = 'order' AND networks >= 8
