-- id: 3.3-pii-stored
-- clause: 3.3
-- title.en: SQL stores personal data in plaintext
-- title.zh: SQL语句明文写入个人敏感信息
-- level: violation
-- figure: stored_pii
-- behind: pii_writes
-- threshold: 0
-- bound: over
-- unit: hits
-- summary.en: SQL statements wrote plaintext personal data of the kind {subject} into a database, times found: {value}.
-- summary.zh: SQL语句向数据库写入了{value}处明文个人信息（种类：{subject}）。
-- subject.en: phone = phone number; id_card = resident id number; name = name of a person; bank_card = bank card number; email = e-mail address; landline = landline number
-- subject.zh: phone = 手机号; id_card = 身份证号; name = 姓名; address = 详细地址; email = 邮箱; bank_card = 银行卡号; landline = 固定电话
-- consequence.en: The platform restricts decryption, bans the app or takes it offline; in grave cases account and app are removed.
-- consequence.zh: 平台将限制解密、封禁或下架应用；情节严重者将清退账号和应用。
-- remedy.en: Store the value encrypted, hashed or masked, and replace what is already stored in the table that the statement names.
-- remedy.zh: 改为存储加密、哈希或脱敏后的值，并清理语句所写表中已存储的明文。
-- needs: all: sql
-- merge: sum
-- subject_in: kind
SELECT
  app_key,
  CAST(NULL AS BIGINT)                                                  AS seller_id,
  kind                                                                  AS subject,
  day                                                                   AS first_day,
  day                                                                   AS last_day,
  hits                                                                  AS value,
  0                                                                     AS threshold,
  'violation'                                                           AS level,
  'pii_writes'                                                          AS evidence
FROM stored_pii
