-- id: 3.1-cross-shop-sql
-- clause: 3.1
-- title.en: SQL that reads data of several shops
-- title.zh: SQL语句读取多个店铺的数据
-- level: risk
-- figure: cross_shop_sql
-- behind: cross_shop_statements
-- threshold: 0
-- bound: over
-- unit: statements
-- summary.en: Statements that do not keep to one shop ({subject}), times run: {value} ({first_day} to {last_day}).
-- summary.zh: {first_day}至{last_day}，执行了{value}次未限定于单个店铺的SQL语句（原因：{subject}）。
-- subject.zh: no shop predicate = 未限定店铺; several shops = 指定多个店铺; grouped by shop = 按店铺分组汇总
-- consequence.en: Data of one shop may be shown and used only for that shop. The platform may restrict or withdraw the permissions of the app.
-- consequence.zh: 商家数据仅可用于数据来源的同一商家；平台可能限制或收回应用权限。
-- remedy.en: Restrict each statement on order tables to the shop of the user who caused it (WHERE seller_id = …), and show no sums over shops. The view cross_shop_sql lists the statements.
-- remedy.zh: 对订单表的每条语句限定为操作用户所属店铺（WHERE seller_id = …），不得展示跨店汇总；语句清单见视图cross_shop_sql。
-- needs: all: sql
-- merge: sum
-- subject_in: reason
SELECT
  app_key,
  CAST(NULL AS BIGINT)                                                  AS seller_id,
  reason                                                                AS subject,
  day                                                                   AS first_day,
  day                                                                   AS last_day,
  CAST(sum(times) AS BIGINT)                                            AS value,
  0                                                                     AS threshold,
  'risk'                                                                AS level,
  'cross_shop_statements'                                               AS evidence
FROM cross_shop_sql
GROUP BY app_key, reason, day
