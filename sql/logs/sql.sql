-- log_type: sql
-- relation: sql_statements
-- upload: open.security.log.sql
-- label.en: SQL statements
-- label.zh: SQL 语句
-- text.en: One row a record: a database operation that a user caused.
-- text.zh: 每条记录一行：用户触发的数据库操作。
-- shop: none
-- orders: none
-- retention: 366 days
-- statement: sql of type
-- field: type text = the kind of database: MySQL …
-- field: sql text required = the text of the statement
-- example: {"logType":"sql","appKey":"ks669064233797003102","type":"MySQL","sql":"SELECT status FROM t_order WHERE seller_id = ? AND order_id = ?","time":1729396800000}
SELECT type, sql, statement_id
FROM record
