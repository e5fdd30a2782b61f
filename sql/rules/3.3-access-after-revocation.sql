-- id: 3.3-access-after-revocation
-- clause: 3.3
-- title.en: Shop data used after the authorisation was revoked
-- title.zh: 店铺取消授权后仍访问其数据
-- level: risk
-- figure: accesses_after_revocation
-- behind: revocations; accesses_after_revocation
-- threshold: 0
-- bound: over
-- unit: records
-- summary.en: Order and open records of shop {subject} after a call for it failed with AUTHORIZATION_REVOKED, {first_day} to {last_day}: {value}.
-- summary.zh: {first_day}至{last_day}，店铺{subject}的调用因AUTHORIZATION_REVOKED失败后，仍有{value}条订单访问或流转记录。
-- consequence.en: The platform restricts decryption, bans the app or takes it offline; in grave cases account and app are removed.
-- consequence.zh: 平台将限制解密、封禁或下架应用；情节严重者将清退账号和应用。
-- remedy.en: Close the shop's data in your system as soon as a call fails with AUTHORIZATION_REVOKED. If only a sub-account withdrew, let the shop authorise anew.
-- remedy.zh: 调用返回AUTHORIZATION_REVOKED后立即停止展示和流转该店铺数据；若仅子账号取消授权，请商家重新授权。
-- needs: all: order, open, api
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
  'risk'                                                                AS level,
  'accesses_after_revocation'                                           AS evidence
-- A risk: the token that was revoked may be a sub-account's, while the shop's own still holds.
FROM accesses_after_revocation
GROUP BY app_key, seller_id, day
