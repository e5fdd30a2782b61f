-- clause: 3.1
-- columns: app_key VARCHAR, reason VARCHAR, statement VARCHAR, sellers BIGINT, ts TIMESTAMP, day DATE, file_id BIGINT, line BIGINT, element BIGINT
-- unit: records
-- text.en: The sql records behind cross_shop_sql: each with the statement, its literals replaced, and the reason.
-- text.zh: cross_shop_sql的明细记录：每条数据库操作的语句（常量已替换）及原因。
SELECT s.app_key, k.reason, k.statement, k.sellers, s.ts, s.day, s.file_id, s.line, s.element
FROM sql_statements s
JOIN statements k ON k.statement_id = s.statement_id
WHERE k.reason IN ('no shop predicate', 'several shops', 'grouped by shop') AND s.day <= (SELECT day FROM as_of)
