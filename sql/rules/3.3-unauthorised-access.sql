-- id: 3.3-unauthorised-access
-- clause: 3.3
-- title.en: Access outside the shop's authorisation
-- title.zh: 在店铺授权期外访问数据
-- level: violation
-- figure: unauthorised_accesses
-- behind: unauthorised_accesses
-- threshold: 0
-- bound: over
-- unit: records
-- summary.en: Records of shop {subject} before its authorisation began or after it ended, {first_day} to {last_day}: {value}.
-- summary.zh: {first_day}至{last_day}，店铺{subject}在授权开始前或结束后的访问记录：{value}条。
-- consequence.en: The platform restricts decryption, bans the app or takes it offline; in grave cases account and app are removed.
-- consequence.zh: 平台将限制解密、封禁或下架应用；情节严重者将清退账号和应用。
-- remedy.en: Stop all access to the shop's data outside its authorisation and delete what is stored; if the dates in the configuration are wrong, correct them.
-- remedy.zh: 授权期外停止访问该店铺数据并清除已存储的数据；若配置的授权日期有误，请更正。
-- needs: all: order, open, api; reference: shops.authorised
-- merge: sum
-- subject_in: seller_id
SELECT
  app_key,
  seller_id,
  CAST(seller_id AS VARCHAR)                                            AS subject,
  day                                                                   AS first_day,
  day                                                                   AS last_day,
  count(*)                                                              AS value,
  0                                                                     AS threshold,
  'violation'                                                           AS level,
  'unauthorised_accesses'                                               AS evidence
FROM unauthorised_accesses
GROUP BY app_key, seller_id, day
