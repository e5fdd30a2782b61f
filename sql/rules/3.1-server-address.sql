-- id: 3.1-server-address
-- clause: 3.1
-- title.en: An address that serves very many shops
-- title.zh: 单一IP服务大量店铺
-- level: warning
-- figure: address_shops
-- behind: order_operations WHERE by_address
-- threshold: 20
-- bound: from
-- unit: shops
-- summary.en: Orders of up to {value} shops were worked on from {subject} on one day: this looks like your server's address; log the end user's.
-- summary.zh: {subject}单日最多操作了{value}个店铺的订单，疑似贵方服务器的IP；请记录最终用户的IP。
-- consequence.en: With the server's address in the logs nobody can show who saw which shop's data, and accesses across shops stay hidden.
-- consequence.zh: 日志中若为服务器IP，则无法证明谁查看了哪个店铺的数据，跨店访问也无从发现。
-- remedy.en: Take the end user's address from your reverse proxy (for example X-Forwarded-For, from proxies you trust only) and log that one.
-- remedy.zh: 从可信反向代理（如X-Forwarded-For）取得最终用户IP并写入日志。
-- needs: all: order, open
-- subject_in: operator
SELECT
  app_key,
  CAST(NULL AS BIGINT)                                                  AS seller_id,
  address                                                               AS subject,
  day                                                                   AS first_day,
  day                                                                   AS last_day,
  sellers                                                               AS value,
  20                                                                    AS threshold,
  'warning'                                                             AS level,
  'order_operations'                                                    AS evidence
FROM address_shops
-- Three shops by one address are already a risk (3.1-cross-shop-operator). A customer service desk
-- behind one address serves a handful; twenty in a day is more than the staff of one office looks after.
WHERE sellers >= 20
