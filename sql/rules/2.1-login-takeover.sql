-- id: 2.1-login-takeover
-- clause: 2.1
-- title.en: Failing logins, then a success from a new network
-- title.zh: 多次登录失败后从新网段登录成功
-- level: risk
-- figure: login_takeovers
-- behind: login_attempts
-- threshold: 5
-- bound: from
-- unit: logins
-- summary.en: Account {subject}: {value} failed logins within one hour, then a successful one from a network from which it had never logged in before ({last_day}).
-- summary.zh: 账号{subject}一小时内登录失败{value}次后，从此前从未登录过的网段登录成功（{last_day}）。
-- consequence.en: Somebody may have guessed or found the password. Accounts must not be disclosed; the platform clears out account and app.
-- consequence.zh: 密码可能已被猜中或泄露。账号不得泄露或出借，平台将对账号和应用进行清退。
-- remedy.en: Ask the shop whether that was its own staff. If not, change the password and end all sessions at once; lock accounts after a few failures and ask for a second factor from new networks.
-- remedy.zh: 向商家核实是否本人操作；若不是，请立即修改密码并注销全部会话。建议多次失败后锁定账号，并对新网段要求二次验证。
-- needs: all: login
-- subject_in: account
SELECT
  -- Without an earlier success there is no telling which network is new, so the first login of an account is none.
  app_key,
  seller_id,
  account                                                               AS subject,
  CAST(ts + INTERVAL '7' HOUR AS DATE)                                  AS first_day,
  day                                                                   AS last_day,
  failures                                                              AS value,
  5                                                                     AS threshold,
  'risk'                                                                AS level,
  'login_attempts'                                                      AS evidence
FROM login_takeovers
