-- log_type: sql
-- relation: sql_statements
-- upload: open.security.log.sql
-- text.en: One row a record: a database operation that a user caused.
-- text.zh: 每条记录一行：用户触发的数据库操作。
-- shop: none
-- orders: none
-- retention: 366 days
-- statement: sql of type
-- field: type text
-- field: sql text required
SELECT type, sql, statement_id
FROM record
