-- clause: 3.1
-- columns: app_key VARCHAR, day DATE, type VARCHAR, statement VARCHAR, times BIGINT
-- unit: statements
-- text.en: Statements of sql records that could not be read as SQL, one row a day, kind of database and statement, its literals replaced: which shops they read is not known. times = records.
-- text.zh: 无法按SQL解析的语句，每天每种数据库类型每种语句一行（常量已替换）：无法得知其读取了哪些店铺的数据；times为记录数。
SELECT s.app_key, s.day, s.type, k.statement, count(*) AS times
FROM sql_statements s
JOIN statements k ON k.statement_id = s.statement_id
WHERE k.reason = 'unparsable' AND s.day <= (SELECT day FROM as_of)
GROUP BY s.app_key, s.day, s.type, k.statement
