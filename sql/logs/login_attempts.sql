-- stage: login_attempts
-- columns: app_key VARCHAR, seller_id BIGINT, account VARCHAR, ts TIMESTAMP, day DATE, file_id BIGINT, line BIGINT, element BIGINT, operator VARCHAR, result VARCHAR
-- text.en: Logins up to the as-of day: account = the openId, else the shop's id; operator = the user's address; result = success or failure as far as the free text tells, else NULL. What comes first decides, so that "success, 2 failed before" is one; "success: false", "no success" are none, "no error" is one.
-- text.zh: 截至统计日的登录记录：account为openId，缺失时为店铺ID；operator为用户IP；result根据登录结果文本判断为success或failure，无法判断时为空；同时含有成功与失败字样时以先出现者为准；“success: false”“没有成功”为失败，“no error”为成功。
-- shared: yes
SELECT app_key, seller_id, coalesce(open_id, CAST(seller_id AS VARCHAR)) AS account, ts, day, file_id, line, element, user_ip AS operator,
  CASE WHEN login_result IN ('success', 'failure') THEN login_result
       WHEN lower(trim(login_result)) IN ('false', '0', 'no', 'ng') THEN 'failure'
       WHEN lower(trim(login_result)) IN ('true', '1', 'ok', 'yes', 'pass', 'passed') THEN 'success'
       WHEN word.good <> '' THEN 'success'
       WHEN word.denied <> '' OR word.bad <> '' THEN 'failure' END    AS result
FROM (
  -- Of words that begin at one place the first alternative counts: a success denied, a success or an error denied, a failure.
  SELECT *, regexp_extract(lower(login_result),
    '((?:succe[a-z]*|成功)["'']?\s*[:：=_]\s*["'']?(?:false\b|否|(?:no|0)(?:[^a-z0-9 ]|$))|(?:no|without|never|n''t) succe)'
    || '|(succe|成功|(?:no|without) (?:any )?(?:error|fail)|(?:error|fail)[a-z_ ]*["'']?\s*[:=]\s*["'']?(?:false|none|null|0)(?:[^a-z0-9 ]|$)|(?:没有|无)错误)'
    || '|(fail|error|denied|refus|reject|invalid|wrong|unsuccess|not |lock|block|forbid|timeout|timed out|expired'
    || '|失败|错误|拒绝|不成功|未成功|没成功|没有成功|未能成功|无法成功|不正确|有误|锁定|禁止|超时|过期|未通过)', ['denied', 'good', 'bad']) AS word
  FROM logins
) l
WHERE day <= (SELECT day FROM as_of)
