-- id: 3.3-unknown-receiver
-- clause: 3.3
-- title.en: Order data sent to an unknown receiver
-- title.zh: 订单数据流转至未登记的接收方
-- level: risk
-- figure: unknown_receivers
-- behind: order_transfers
-- threshold: 0
-- bound: over
-- unit: records
-- summary.en: Order data sent to {subject}, which the configuration does not name as a receiver, {first_day} to {last_day}; records: {value}.
-- summary.zh: {first_day}至{last_day}，{value}条记录将订单数据发送至未登记的接收方{subject}。
-- consequence.en: The platform restricts decryption, bans the app or takes it offline; in grave cases account and app are removed.
-- consequence.zh: 平台将限制解密、封禁或下架应用；情节严重者将清退账号和应用。
-- remedy.en: Find out who receives the data and stop it, or name the receiver under receivers in opaudit.yaml once the shops have agreed to it.
-- remedy.zh: 核实接收方并停止流转；若商家已授权，请在opaudit.yaml的receivers中登记。
-- needs: all: open; reference: receivers
-- merge: sum
-- subject_in: send_to_host
SELECT
  app_key,
  CAST(NULL AS BIGINT)                                                  AS seller_id,
  host                                                                  AS subject,
  day                                                                   AS first_day,
  day                                                                   AS last_day,
  records                                                               AS value,
  0                                                                     AS threshold,
  'risk'                                                                AS level,
  'order_transfers'                                                     AS evidence
FROM unknown_receivers
