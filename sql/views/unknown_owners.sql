-- clause: 3.1
-- columns: app_key VARCHAR, order_id BIGINT, lacks VARCHAR, last_day DATE
-- unit: orders
-- text.en: Orders of which a record names no known shop, so that it may be the owner's or another's: lacks = shops.openId (it names an openId that nobody explains), else sellerId. last_day = the last day with a record of the order.
-- text.zh: 存在店铺未知的记录的订单，无法得知该记录属于所属店铺还是其他店铺：lacks为shops.openId（所写openId无对应店铺）或sellerId（未写店铺）；last_day为该订单最后有记录的日期。
-- shared: yes
SELECT app_key, order_id,
  CASE WHEN count(*) FILTER (WHERE seller_id IS NULL AND open_id IS NOT NULL) > 0 THEN 'shops.openId' ELSE 'sellerId' END AS lacks,
  max(day)                                                              AS last_day
FROM contested_refs
GROUP BY app_key, order_id
HAVING count(*) FILTER (WHERE seller_id IS NULL) > 0
