-- clause: 3.4
-- columns: app_key VARCHAR, decrypted BIGINT, shipped BIGINT, more_decrypts BIGINT, more_shipments BIGINT, outlook_en VARCHAR, outlook_zh VARCHAR
-- unit: orders
-- text.en: Distinct orders decrypted and shipped in the 7 days to the as-of day; more_decrypts = further orders that can be decrypted on that day with the ratio at or under 5% (floor(shipped / 20) - decrypted), 0 when it is over; more_shipments = further orders to be shipped, without a new decrypt, until it is at 5% again (20 * decrypted - shipped), 0 when it is not over.
-- text.zh: 截至统计日7天内去重的解密订单量与发货订单量；more_decrypts为解密率不超过5%时当日还可解密的订单数（发货量/20取整再减解密量，已超过时为0）；more_shipments为不再新增解密时恢复至5%还需发货的订单数（20×解密量-发货量，未超过时为0）。
WITH week AS (
  -- An order counts with its last day, after which no other is known.
  SELECT app_key,
    CAST(sum(CASE WHEN decrypted = 1 THEN orders ELSE 0 END) AS BIGINT) AS decrypted,
    CAST(sum(CASE WHEN decrypted = 0 THEN orders ELSE 0 END) AS BIGINT) AS shipped
  FROM order_days
  WHERE next_day = DATE '9999-12-31' AND day > (SELECT CAST(day - INTERVAL '7' DAY AS DATE) FROM as_of)
    AND (SELECT day FROM as_of) >= (SELECT CAST(day + INTERVAL '6' DAY AS DATE) FROM calls_since)
  GROUP BY app_key
), counted AS (
  -- In whole numbers: 5% of the shipped orders is one of 20.
  SELECT app_key, decrypted, shipped,
    CASE WHEN 20 * decrypted > shipped THEN 0 ELSE CAST((shipped - mod(shipped, 20)) / 20 AS BIGINT) - decrypted END AS more_decrypts,
    CASE WHEN 20 * decrypted > shipped THEN 20 * decrypted - shipped ELSE 0 END AS more_shipments
  FROM week
), told AS (
  -- At most one of the two is over 0: number is that one, its thousands apart.
  SELECT app_key, decrypted, shipped, more_decrypts, more_shipments,
    CASE WHEN n >= 1000000 THEN CAST(CAST((n - mod(n, 1000000)) / 1000000 AS BIGINT) AS VARCHAR) || ',' || substr(CAST(1000 + CAST((mod(n, 1000000) - mod(n, 1000)) / 1000 AS BIGINT) AS VARCHAR), 2) || ',' || substr(CAST(1000 + mod(n, 1000) AS VARCHAR), 2)
         WHEN n >= 1000 THEN CAST(CAST((n - mod(n, 1000)) / 1000 AS BIGINT) AS VARCHAR) || ',' || substr(CAST(1000 + mod(n, 1000) AS VARCHAR), 2)
         ELSE CAST(n AS VARCHAR) END AS number
  FROM (SELECT *, more_decrypts + more_shipments AS n FROM counted) c
)
SELECT app_key, decrypted, shipped, more_decrypts, more_shipments,
  CASE WHEN more_shipments = 1 THEN '1 more shipped order without a new decrypt brings the 7-day ratio back to 5%'
       WHEN more_shipments > 1 THEN number || ' more shipped orders without a new decrypt bring the 7-day ratio back to 5%'
       WHEN more_decrypts = 0 THEN 'No decrypt is left today: one more takes the 7-day ratio over 5%'
       WHEN more_decrypts = 1 THEN '1 more decrypt today keeps the 7-day ratio at or under 5%'
       ELSE number || ' more decrypts today keep the 7-day ratio at or under 5%' END AS outlook_en,
  CASE WHEN more_shipments > 0 THEN '不再新增解密并再发货' || number || '单，7天解密率可恢复至5%'
       WHEN more_decrypts = 0 THEN '今天不能再解密：再解密1单，7天解密率即超过5%'
       ELSE '今天再解密不超过' || number || '单，7天解密率仍不超过5%' END AS outlook_zh
FROM told
