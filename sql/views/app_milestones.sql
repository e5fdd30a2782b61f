-- clause: 2.5
-- columns: app_key VARCHAR, subject VARCHAR, step VARCHAR, since DATE, done DATE, days BIGINT, state VARCHAR
-- unit: days
-- text.en: The deadlines of clauses 1.4, 2.4 and 2.5 by the configuration: step = first app (since admission), creation (since the category's approval) or launch (since creation); done = the day it was done, NULL if not yet; days = from since to it, or else to the as-of day, or today where that is earlier; state = in time, late (done, after the allowed days), overdue (not done, and the allowed days are over) or open. An app with logs exists since its first logged day at the latest. subject = the name of an app without an app key.
-- text.zh: 依据配置计算的期限（规则1.4、2.4、2.5）：step为first app（自入驻）、creation（自类目资质通过）或launch（自应用创建）；done为完成日，未完成时为空；days为起始日至完成日（未完成则至统计日，但不晚于今天）的天数；state为in time（按时）、late（逾期完成）、overdue（逾期未完成）或open（未到期）。有日志的应用最迟自首个有日志的日期起视为已创建。subject为尚无appKey的应用名称。
WITH logged AS (
  SELECT app_key, min(day) AS day FROM app_days GROUP BY app_key
), told AS (
  SELECT a.app_key, CASE WHEN a.app_key IS NULL THEN coalesce(a.name, '') ELSE '' END AS subject,
    a.qualified, a.created, a.launched, coalesce(a.created, l.day)      AS exists_since
  FROM apps a
  LEFT JOIN logged l ON l.app_key = a.app_key
), existing AS (
  SELECT exists_since AS day FROM told
  UNION ALL
  SELECT day FROM logged
), steps AS (
  SELECT CAST(NULL AS VARCHAR) AS app_key, '' AS subject, 'first app' AS step, onboarded AS since,
    (SELECT min(day) FROM existing) AS done, 30 AS allowed
  FROM developer
  UNION ALL
  SELECT app_key, subject, 'creation', qualified, exists_since, 30 FROM told
  UNION ALL
  SELECT app_key, subject, 'launch', created, launched, 90 FROM told
), reached AS (
  -- Nothing has happened on a day after today, whatever day is asked for.
  SELECT CAST(least(a.day, t.day) AS DATE) AS day, CAST(least(a.day, t.day - INTERVAL '1' DAY) AS DATE) AS last_whole_day
  FROM as_of a
  CROSS JOIN shanghai_today t
), known AS (
  -- The last day that is over decides what is overdue: on a day that is still running it may yet be done.
  SELECT s.app_key, s.subject, s.step, s.since, s.allowed, a.day AS as_of,
    CASE WHEN s.done <= a.day THEN s.done END                           AS done,
    date_diff('day', s.since, a.last_whole_day)                         AS whole_days
  FROM steps s
  CROSS JOIN reached a
  WHERE s.since <= a.day
), counted AS (
  SELECT app_key, subject, step, since, done, allowed, whole_days,
    CASE WHEN done < since THEN 0 ELSE date_diff('day', since, coalesce(done, as_of)) END AS days
  FROM known
)
SELECT app_key, subject, step, since, done, days,
  CASE WHEN done IS NOT NULL AND days > allowed THEN 'late'
       WHEN done IS NOT NULL THEN 'in time'
       WHEN whole_days >= allowed THEN 'overdue' ELSE 'open' END        AS state
FROM counted
