-- id: 3.3-pii-in-url
-- clause: 3.3
-- title.en: Personal data in URLs
-- title.zh: URL中含个人敏感信息
-- level: violation
-- figure: plaintext_pii
-- behind: pii_places
-- threshold: 0
-- bound: over
-- unit: hits
-- summary.en: Plaintext personal data sent in a URL ({subject}), times found: {value}.
-- summary.zh: URL中有{value}处明文个人信息：{subject}。
-- subject.en: login = login records; order = order records; open = open records; sql = sql records; api = api records; message = message records; rejected = rejected lines; - = not readable; phone = phone numbers; id_card = resident id numbers; name = names; address = addresses; email = e-mail addresses; bank_card = bank card numbers; landline = landline numbers
-- subject.zh: login = 登录日志; order = 订单访问日志; open = 订单流转日志; sql = 数据库操作日志; api = API调用日志; message = 消息推送日志; rejected = 被拒绝的行; - = 无法识别; phone = 手机号; id_card = 身份证号; name = 姓名; address = 详细地址; email = 邮箱; bank_card = 银行卡号; landline = 固定电话
-- subject_form.en: field {middle} of {first}, {last}
-- subject_form.zh: {first}的{middle}字段，{last}
-- consequence.en: The platform restricts decryption, bans the app or takes it offline; in grave cases account and app are removed.
-- consequence.zh: 平台将限制解密、封禁或下架应用；情节严重者将清退账号和应用。
-- remedy.en: Never put personal data into a URL: it ends in browser histories, proxies and access logs. Send an id, or the value in an encrypted body.
-- remedy.zh: 不要将个人信息放入URL（会留在浏览器历史、代理与访问日志中），改用ID，或放入加密的请求体。
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
-- A field is a dotted path; url, sendToUrl, param.callbackUrl, urls, and lists of them, url[] and urls[], all hold URLs.
-- So does a field that the configuration's sources say is url or sendToUrl, whatever its name in the line.
WHERE lower(field) LIKE '%url' OR lower(field) LIKE '%urls' OR lower(field) LIKE '%url[]' OR lower(field) LIKE '%urls[]' OR lower(ours) LIKE '%url'
GROUP BY app_key, subject, counts_on
