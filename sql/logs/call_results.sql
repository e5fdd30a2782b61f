-- stage: call_results
-- columns: app_key VARCHAR, day DATE, method VARCHAR, meaning VARCHAR, succeeded BOOLEAN, order_ids BIGINT[]
-- text.en: The calls up to the as-of day without their shops, for figures that need none: to look up the shop of each call takes most of the time.
-- text.zh: 截至统计日的API调用（不含店铺），供无需店铺的统计使用：逐条查找店铺耗时最多。
SELECT app_key, day, method, meaning, result = 1 AS succeeded, order_ids
FROM log_api
WHERE day <= (SELECT day FROM as_of)
