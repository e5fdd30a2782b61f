-- stage: login_attempts
-- columns: app_key VARCHAR, seller_id BIGINT, account VARCHAR, ts TIMESTAMP, day DATE, file_id BIGINT, line BIGINT, element BIGINT, operator VARCHAR, result VARCHAR
-- text.en: Logins up to the as-of day: account = the openId, else the shop's id; operator = the user's address; result = success or failure as far as the free text tells, else NULL. What comes first decides, so that "success, 2 failed before" is one; "success: false", "no success" are none. "no error", "error: null", "failed=0" say nothing beside other words, and alone they are a success.
-- text.zh: 截至统计日的登录记录：account为openId，缺失时为店铺ID；operator为用户IP；result根据登录结果文本判断为success或failure，无法判断时为空；同时含有成功与失败字样时以先出现者为准；“success: false”“没有成功”为失败；“no error”“error: null”“failed=0”与其他字样同时出现时忽略，单独出现时为成功。
-- shared: yes
SELECT app_key, seller_id, coalesce(open_id, CAST(seller_id AS VARCHAR)) AS account, ts, day, file_id, line, element, user_ip AS operator,
  CASE WHEN login_result IN ('success', 'failure') THEN login_result
       WHEN lower(trim(login_result)) IN ('false', '0', 'no', 'ng') THEN 'failure'
       WHEN lower(trim(login_result)) IN ('true', '1', 'ok', 'yes', 'pass', 'passed') THEN 'success'
       WHEN word.good <> '' THEN 'success'
       WHEN word.denied <> '' OR word.bad <> '' THEN 'failure'
       WHEN rest <> text THEN 'success' END                             AS result
FROM (
  -- Of words that begin at one place the first alternative counts: a success denied, a success, a failure.
  SELECT *, regexp_extract(rest,
    '((?:succe[a-z]*|成功)["'']?\s*[:：=_]\s*["'']?(?:false\b|否|(?:no|0)\s*(?:[^a-z0-9\s_-]|$))|(?:no|without|never|n''t) succe)'
    || '|(succe|成功)'
    || '|(fail|error|denied|refus|reject|invalid|wrong|unsuccess|not |lock|block|forbid|timeout|timed out|expired'
    || '|失败|错误|拒绝|不成功|未成功|没成功|没有成功|未能成功|无法成功|不正确|有误|锁定|禁止|超时|过期|未通过)', ['denied', 'good', 'bad']) AS word
  FROM (
    -- Next to each other two share what stands between them: only the second turn finds the other.
    SELECT *, without_denied_errors(without_denied_errors(text)) AS rest
    FROM (
      SELECT *, CASE WHEN login_result NOT IN ('success', 'failure') THEN
        regexp_replace(lower(login_result), '\s+([a-z_]+=|(?:result|status|state|msg|message|code|success)["'']?\s*[:：])', ',\1', 'g') END AS text
      FROM logins
    ) unlike_most
  ) judged
) l
WHERE day <= (SELECT day FROM as_of)
