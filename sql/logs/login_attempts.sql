-- stage: login_attempts
-- columns: app_key VARCHAR, seller_id BIGINT, account VARCHAR, ts TIMESTAMP, day DATE, file_id BIGINT, line BIGINT, element BIGINT, operator VARCHAR, result VARCHAR
-- text.en: Logins up to the as-of day: account = the openId, else the shop's id; operator = the user's address; result = success or failure as far as the free text tells, else NULL. The word that comes first decides, so that "success, 2 failed before" is one.
-- text.zh: 截至统计日的登录记录：account为openId，缺失时为店铺ID；operator为用户IP；result根据登录结果文本判断为success或failure，无法判断时为空；同时含有成功与失败字样时以先出现者为准。
-- shared: yes
SELECT app_key, seller_id, coalesce(open_id, CAST(seller_id AS VARCHAR)) AS account, ts, day, file_id, line, element, user_ip AS operator,
  CASE WHEN login_result IN ('success', 'failure') THEN login_result
       WHEN lower(trim(login_result)) IN ('false', '0', 'no', 'ng') THEN 'failure'
       WHEN lower(trim(login_result)) IN ('true', '1', 'ok', 'yes', 'pass', 'passed') THEN 'success'
       WHEN first_word IN ('succe', '成功') THEN 'success'
       WHEN first_word <> '' THEN 'failure' END                         AS result
FROM (
  SELECT *, regexp_extract(lower(login_result), 'succe|成功|fail|error|denied|refus|reject|invalid|wrong|unsuccess|not |lock|block|forbid|timeout|timed out|expired|失败|错误|拒绝|不成功|未成功|不正确|有误|锁定|禁止|超时|过期|未通过') AS first_word
  FROM logins
) l
WHERE day <= (SELECT day FROM as_of)
