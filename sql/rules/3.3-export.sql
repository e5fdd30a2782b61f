-- id: 3.3-export
-- clause: 3.3
-- title.en: Signs of an export of order data
-- title.zh: 疑似导出订单数据
-- level: risk
-- figure: order_exports
-- behind: order_exports
-- threshold: 0
-- bound: over
-- unit: records
-- summary.en: Records that look like an export of order data by their {subject}: {value}.
-- summary.zh: {value}条记录疑似导出订单数据（迹象：{subject}）。
-- subject.en: operation = operation code; filter = filter without order ids; total = number of orders
-- subject.zh: operation = 操作码; url = url中的字样; filter = 无订单号的筛选条件; total = 订单数量
-- consequence.en: The platform restricts decryption, bans the app or takes it offline; in grave cases account and app are removed.
-- consequence.zh: 平台将限制解密、封禁或下架应用；情节严重者将清退账号和应用。
-- remedy.en: Take exports of buyers' personal data away; let what remains be masked, approved and recorded. What is no export can be suppressed with a reason.
-- remedy.zh: 取消含用户隐私信息的导出功能；确需保留的须脱敏、审批并留痕。非导出的可注明理由后忽略。
-- needs: all: order, open; reference: operations
-- merge: sum
-- subject_in: reason
SELECT
  app_key,
  CAST(NULL AS BIGINT)                                                  AS seller_id,
  reason                                                                AS subject,
  day                                                                   AS first_day,
  day                                                                   AS last_day,
  count(*)                                                              AS value,
  0                                                                     AS threshold,
  'risk'                                                                AS level,
  'order_exports'                                                       AS evidence
FROM order_exports
GROUP BY app_key, reason, day
