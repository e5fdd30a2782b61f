-- id: 3.4-decrypt-ratio
-- clause: 3.4
-- title.en: Decrypt ratio over the limit
-- title.zh: 订单解密率超过限值
-- level: violation, risk, warning
-- figure: decrypt_ratio_7d
-- behind: order_decrypts; order_shipments
-- threshold: 0.05
-- bound: over
-- warn: 0.01
-- unit: ratio
-- summary.en: Within 7 days the decrypted orders reached {value} of the number of shipped ones; the limit is {threshold}.
-- summary.zh: 7天内解密订单数与发货订单数之比最高达{value}；限值为{threshold}。
-- consequence.en: The platform restricts decryption, bans the app or takes it offline.
-- consequence.zh: 平台将限制解密、封禁或下架应用。
-- remedy.en: Decrypt single fields by hand and only when needed; print e-waybills from ciphertext; stop automatic and repeated decrypts.
-- remedy.zh: 按需、人工、逐字段解密；电子面单使用密文打印；停止自动批量和重复解密。
-- consequence.risk.en: If the ratio is as it looks, the platform restricts decryption, bans the app or takes it offline.
-- consequence.risk.zh: 若该比率属实，平台将限制解密、封禁或下架应用。
-- title.warning.en: Decrypt ratio high, within the limit
-- title.warning.zh: 订单解密率偏高，未超过限值
-- summary.warning.en: Within 7 days the decrypted orders reached {value} of the number of shipped ones. The score target is under 1%, the limit of {threshold} is not passed.
-- summary.warning.zh: 7天内解密订单数与发货订单数之比最高达{value}。评分目标为低于1%，未超过限值{threshold}。
-- consequence.warning.en: The app score falls where the ratio is not under 1%; that target is stricter than the rule. Only over 5% the platform restricts decryption, bans the app or takes it offline.
-- consequence.warning.zh: 未低于1%时影响应用评分；该目标严于运营规则。超过5%时平台才会限制解密、封禁或下架应用。
-- needs: all: api, shipment
-- window: 7
-- forecast: decrypt_room
-- forecast.en: {outlook_en} ({decrypted} of {shipped} now).
-- forecast.zh: {outlook_zh}（目前解密{decrypted}单，发货{shipped}单）。
-- caveat.en: The records of the 7 days are not all there{incomplete_days}, so it is a risk and not proven.
-- caveat.zh: 该7天的日志不完整{incomplete_days}，因此仅列为风险，尚不能认定。
WITH losses AS (
  -- What the days of a window lost; unknown = days of which that cannot be told.
  SELECT w.app_key, w.day, sum(i.lost) AS lost, count(*) FILTER (WHERE i.lost IS NULL) AS unknown
  FROM decrypt_windows w
  JOIN incomplete_days i ON i.app_key = w.app_key AND i.day BETWEEN CAST(w.day - INTERVAL '6' DAY AS DATE) AND w.day
  WHERE i.log_type = 'api' AND i.reason IN ('refused lines', 'failed file')
  GROUP BY w.app_key, w.day
)
SELECT
  d.app_key,
  CAST(NULL AS BIGINT)                                                  AS seller_id,
  ''                                                                    AS subject,
  d.day                                                                 AS first_day,
  d.day                                                                 AS last_day,
  d.decrypt_ratio                                                       AS value,
  0.05                                                                  AS threshold,
  CASE WHEN d.decrypt_ratio <= 0.05e0 THEN 'warning'
       WHEN w.incomplete OR l.unknown > 0 THEN 'risk'
       -- Not proven either if it is no more than 5% had every lost record shipped an order.
       WHEN d.decrypted_orders <= 0.05e0 * (d.shipped_orders + l.lost) THEN 'risk'
       ELSE 'violation' END                                             AS level,
  'order_decrypts'                                                      AS evidence
FROM decrypt_ratio_7d d
JOIN decrypt_windows w ON w.app_key = d.app_key AND w.day = d.day
LEFT JOIN losses l ON l.app_key = d.app_key AND l.day = d.day
WHERE d.decrypt_ratio >= coalesce((SELECT value FROM earlier_warnings WHERE rule = '3.4-decrypt-ratio'), 0.01e0)
