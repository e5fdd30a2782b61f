-- log_type: login
-- relation: logins
-- upload: open.security.log.login
-- label.en: Logins
-- label.zh: 登录
-- text.en: One row a record: a user logged in to the developer's system, or failed to.
-- text.zh: 每条记录一行：用户登录开发者系统。
-- shop: required
-- orders: none
-- retention: 184 days
-- field: userIp text = the user's own address, not the server's; of an X-Forwarded-For list the first public one counts
-- field: loginResult text = success or failure
-- field: loginMessage text = for instance why it failed
-- example: {"logType":"login","appKey":"ks669064233797003102","openId":"o-1","userIp":"203.0.113.7","loginResult":"success","time":1729396800000}
SELECT userIp AS user_ip, loginResult AS login_result, loginMessage AS login_message
FROM record
