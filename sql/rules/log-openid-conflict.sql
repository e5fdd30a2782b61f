-- id: log-openid-conflict
-- clause: log
-- title.en: One openId stands for several shops
-- title.zh: 同一openId对应多个店铺
-- level: warning
-- figure: open_id_conflicts
-- behind: open_id_claims
-- threshold: 1
-- bound: over
-- unit: shops
-- summary.en: Records pair the openId {subject} with {value} shops; it belongs to {threshold}.
-- summary.zh: 日志中openId {subject}对应{value}个店铺；应只对应{threshold}个。
-- consequence.en: Records with this openId alone are counted for the shop with the smallest id, so that cross-shop use may be hidden or wrongly found.
-- consequence.zh: 仅含该openId的记录会计入ID最小的店铺，跨店使用可能被掩盖或误报。
-- remedy.en: Log sellerId and openId from the same authorisation; correct the system that mixes them.
-- remedy.zh: sellerId与openId应取自同一授权信息；修复将其混用的系统。
-- needs: all: login, order, open, api, message
-- subject_in: open_id

-- A warning: records that name their seller count for it all the same.
SELECT
  app_key,
  CAST(NULL AS BIGINT)                                                  AS seller_id,
  open_id                                                               AS subject,
  day                                                                   AS first_day,
  day                                                                   AS last_day,
  sellers                                                               AS value,
  1                                                                     AS threshold,
  'warning'                                                             AS level,
  'open_id_claims'                                                      AS evidence
FROM open_id_conflicts
