-- id: 2.1-account-networks
-- clause: 2.1
-- title.en: One account used from many networks at once
-- title.zh: 同一账号同时在多个网段登录
-- level: risk
-- figure: networks_an_hour
-- behind: login_attempts
-- threshold: 4
-- bound: from
-- unit: networks
-- summary.en: Account {subject} logged in from up to {value} different networks within one hour; {threshold} or more cannot be one person.
-- summary.zh: 账号{subject}一小时内最多从{value}个不同网段登录；{threshold}个及以上不可能是同一人。
-- consequence.en: Accounts must not be lent, let or disclosed. The platform clears out account and app and may hold you liable.
-- consequence.zh: 账号不得转让、出租、出借或泄露。平台将对账号和应用进行清退，并有权追究法律责任。
-- remedy.en: Find out who uses the account. Change its password, end its sessions, and give each person a sub-account of their own.
-- remedy.zh: 核实该账号的使用者；修改密码并注销会话，为每位人员开通各自的子账号。
-- needs: all: login
-- subject_in: account
SELECT
  -- A person moves between two networks, office and mobile, and perhaps a third; 4 blocks of 65,536 addresses (IPv4
  -- /16, IPv6 /32) within one hour take several people. Failed logins do not count: they are somebody's guesses.
  app_key,
  seller_id,
  account                                                               AS subject,
  day                                                                   AS first_day,
  day                                                                   AS last_day,
  networks                                                              AS value,
  4                                                                     AS threshold,
  'risk'                                                                AS level,
  'login_attempts'                                                      AS evidence
FROM networks_an_hour
WHERE log_type = 'login'
