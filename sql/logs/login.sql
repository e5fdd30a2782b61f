-- log_type: login
-- relation: logins
-- upload: open.security.log.login
-- text.en: One row a record: a user logged in to the developer's system, or failed to.
-- text.zh: 每条记录一行：用户登录开发者系统。
-- shop: required
-- orders: none
-- retention: 184 days
-- field: userIp text
-- field: loginResult text
-- field: loginMessage text
SELECT userIp AS user_ip, loginResult AS login_result, loginMessage AS login_message
FROM record
