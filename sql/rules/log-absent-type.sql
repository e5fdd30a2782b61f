-- id: log-absent-type
-- clause: log
-- title.en: A required log type is not there at all
-- title.zh: 完全没有某类必需的日志
-- level: warning
-- figure: app_days
-- behind: recorded
-- threshold: 7
-- bound: from
-- unit: days
-- summary.en: Days of the last 30 on which the app was active: {value}; there is no {subject} record of it at all.
-- summary.zh: 应用在最近30天内活跃{value}天，却没有任何{subject}日志。
-- subject.zh: login = 登录; order = 订单访问; open = 订单流转; sql = 数据库操作; api = API调用; message = 消息推送
-- consequence.en: The platform's log access specification asks for these logs, and what only they show is not provable.
-- consequence.zh: 平台日志接入规范要求接入此类日志；仅由其体现的内容无法证明。
-- remedy.en: Load these logs, or have your system write them: logins, accesses to orders, and database operations that users cause are to be logged.
-- remedy.zh: 加载该类日志，或让系统开始记录：登录、订单访问及用户触发的数据库操作均需记录。
-- needs: any: login, order, open, sql, api, message

-- Records of orders handed to others (open) are not asked for: there may be none.
WITH active AS (
  SELECT app_key, day
  FROM app_days
  WHERE day > (SELECT CAST(day - INTERVAL '30' DAY AS DATE) FROM as_of)
  GROUP BY app_key, day
), busy AS (
  SELECT app_key, min(day) AS first_day, max(day) AS last_day, count(*) AS days
  FROM active
  GROUP BY app_key
  HAVING count(*) >= 7
), asked AS (
  SELECT 'login' AS log_type
  UNION ALL
  SELECT 'order'
  UNION ALL
  SELECT 'sql'
)
SELECT
  b.app_key,
  CAST(NULL AS BIGINT)                                                  AS seller_id,
  q.log_type                                                            AS subject,
  b.first_day,
  b.last_day,
  b.days                                                                AS value,
  7                                                                     AS threshold,
  'warning'                                                             AS level,
  ''                                                                    AS evidence
FROM busy b
CROSS JOIN asked q
WHERE NOT EXISTS (SELECT 1 FROM app_days d WHERE d.app_key = b.app_key AND d.log_type = q.log_type)
