-- clause: 3.1
-- columns: app_key VARCHAR, day DATE, statement VARCHAR, reason VARCHAR, sellers BIGINT, times BIGINT
-- unit: statements
-- text.en: SQL that reads data of several shops, one row a day, statement and reason; statement = the text with its literals replaced. Reasons: no shop predicate (an order table is read without naming a shop or single orders), several shops (two or more are named, or those that a query finds), grouped by shop. sellers = the shops that a statement names, the most of the day; NULL where the text does not tell. times = records.
-- text.zh: 读取多个店铺数据的SQL，每天每种语句每个原因一行；statement为替换常量后的语句。原因：no shop predicate（读取订单表而未限定店铺或具体订单）、several shops（指定了两个或以上店铺，或由子查询得出的店铺）、grouped by shop（按店铺分组汇总）。sellers为当日语句指定的店铺数的最大值，无法从语句得知时为空；times为记录数。
SELECT app_key, day, statement, reason, max(sellers) AS sellers, count(*) AS times
FROM cross_shop_statements
GROUP BY app_key, day, statement, reason
