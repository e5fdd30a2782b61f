-- id: 3.4-repeated-decrypts
-- clause: 3.4
-- title.en: Repeats of decrypts that must fail
-- title.zh: 反复重试必然失败的解密
-- level: risk
-- figure: repeated_decrypts
-- behind: repeated_decrypts
-- threshold: 3
-- bound: from
-- unit: calls
-- summary.en: The decrypt of one order failed up to {value} times on a day and never succeeded; from {threshold} on it looks like blind retries.
-- summary.zh: 同一订单的解密单日最多失败{value}次且从未成功；达到{threshold}次即疑似盲目重试。
-- consequence.en: The platform restricts decryption, bans the app or takes it offline.
-- consequence.zh: 平台将限制解密、封禁或下架应用。
-- remedy.en: Look at the error before a decrypt is tried again; give up on errors that stay, and never retry in a loop.
-- remedy.zh: 重试解密前先检查错误原因；对持续存在的错误不再重试，切勿循环重试。
-- needs: all: api
SELECT
  app_key,
  CAST(NULL AS BIGINT)                                                  AS seller_id,
  ''                                                                    AS subject,
  day                                                                   AS first_day,
  day                                                                   AS last_day,
  max(failures)                                                         AS value,
  3                                                                     AS threshold,
  'risk'                                                                AS level,
  'repeated_decrypts WHERE failures >= 3'                               AS evidence
FROM repeated_decrypts
-- One failure and one more try are a person's; a third that fails is a program that does not look at the answer.
WHERE failures >= 3
GROUP BY app_key, day
