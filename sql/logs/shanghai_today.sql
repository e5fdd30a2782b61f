-- stage: shanghai_today
-- columns: day DATE
-- text.en: Today in Asia/Shanghai, by the clock of the program that opened the database, else the engine's.
-- text.zh: 上海时区的今天。
SELECT coalesce(CAST(getvariable('today') AS DATE),
  CAST(make_timestamp(epoch_us(now()) + 28800000000) AS DATE)) AS day
