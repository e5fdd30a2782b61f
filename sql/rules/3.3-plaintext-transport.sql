-- id: 3.3-plaintext-transport
-- clause: 3.3
-- title.en: Order data over an unencrypted connection
-- title.zh: 订单数据通过未加密连接传输
-- level: violation
-- figure: plaintext_transport
-- behind: plain_http_uses
-- threshold: 0
-- bound: over
-- unit: records
-- summary.en: Records that show order data travelling over http:// at {subject} (log type, host): {value}.
-- summary.zh: {value}条记录显示订单数据通过http://传输：{subject}（日志类型、主机）。
-- consequence.en: The platform restricts decryption, bans the app or takes it offline; in grave cases account and app are removed.
-- consequence.zh: 平台将限制解密、封禁或下架应用；情节严重者将清退账号和应用。
-- remedy.en: Serve and send order data over https only; redirect or close the http address.
-- remedy.zh: 订单数据的页面与接口一律使用https，关闭或重定向http地址。
-- needs: all: order, open
-- merge: sum
-- subject_in: subject
SELECT
  app_key,
  CAST(NULL AS BIGINT)                                                  AS seller_id,
  log_type || ' ' || host                                               AS subject,
  day                                                                   AS first_day,
  day                                                                   AS last_day,
  records                                                               AS value,
  0                                                                     AS threshold,
  'violation'                                                           AS level,
  'plain_http_uses'                                                     AS evidence
FROM plaintext_transport
