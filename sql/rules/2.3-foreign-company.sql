-- id: 2.3-foreign-company
-- clause: 2.3
-- title.en: A self-built app serves the shop of another company
-- title.zh: 自研应用为其他公司主体的店铺提供服务
-- level: violation
-- figure: served_shops
-- behind: shop_uses
-- threshold: 0
-- bound: over
-- unit: records
-- summary.en: Shop {subject} belongs to another company than this self-built app; records of work for it, {first_day} to {last_day}: {value}.
-- summary.zh: 店铺{subject}与该自研应用不属于同一公司主体；{first_day}至{last_day}为其服务的记录：{value}条。
-- consequence.en: The platform disables the app; if it is not put right in time, the app is deleted.
-- consequence.zh: 平台将禁用应用；警告后未在期限内完成整改的，将删除应用。
-- remedy.en: End the shop's authorisation and all work for it. To serve shops of other companies, apply for a third-party app.
-- remedy.zh: 立即终止该店铺的授权与服务；如需服务其他公司主体的店铺，请申请第三方应用。
-- needs: all: api, order, open; reference: apps.kind, apps.company, shops.company
-- merge: sum
-- subject_in: seller_id
SELECT
  v.app_key,
  v.seller_id,
  CAST(v.seller_id AS VARCHAR)                                          AS subject,
  v.day                                                                 AS first_day,
  v.day                                                                 AS last_day,
  v.records                                                             AS value,
  0                                                                     AS threshold,
  'violation'                                                           AS level,
  'shop_uses'                                                           AS evidence
FROM served_shops v
JOIN apps a ON a.app_key = v.app_key
JOIN shops s ON s.seller_id = v.seller_id
-- A company that the configuration does not tell is no other company; it stands in reference_gaps.
WHERE a.company <> s.company
