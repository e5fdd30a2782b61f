-- id: 3.3-plaintext-pii
-- clause: 3.3
-- title.en: Personal data in plaintext
-- title.zh: 明文存储个人敏感信息
-- level: violation
-- figure: plaintext_pii
-- behind: pii_places
-- threshold: 0
-- unit: hits
-- summary.en: Plaintext personal data in {subject} (log type, field, kind), times found: {value}.
-- summary.zh: {subject}（日志类型、字段、种类）中有{value}处明文个人信息。
-- consequence.en: The platform restricts decryption, bans the app or takes it offline; in grave cases account and app are removed.
-- consequence.zh: 平台将限制解密、封禁或下架应用；情节严重者将清退账号和应用。
-- remedy.en: Mask or encrypt the value before it is logged, stored or sent, and delete what is already stored.
-- remedy.zh: 在写日志、存储或传输前脱敏或加密，并清除已存储的明文。
-- needs: all: login, order, open, sql, api, message
-- merge: sum
-- subject_in: subject
SELECT
  app_key,
  CAST(NULL AS BIGINT)                                                  AS seller_id,
  subject,
  counts_on                                                             AS first_day,
  counts_on                                                             AS last_day,
  count(*)                                                              AS value,
  0                                                                     AS threshold,
  'violation'                                                           AS level,
  'pii_places'                                                          AS evidence
FROM pii_places
GROUP BY app_key, subject, counts_on
