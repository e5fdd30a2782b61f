-- id: log-rejects
-- clause: log
-- title.en: Too many records of a file could not be read
-- title.zh: 文件中无法识别的记录过多
-- level: risk, warning, info
-- figure: refused_shares
-- behind: reject_places
-- threshold: 0.01
-- bound: over
-- unit: ratio
-- summary.en: {value} of the records in {subject} were refused; more than {threshold} is too much to trust the figures.
-- summary.zh: {subject}中{value}的记录被拒绝；超过{threshold}时指标不可信。
-- consequence.en: Refused records are in no figure, so that violations may hide in them; the platform refuses such logs too.
-- consequence.zh: 被拒绝的记录不计入任何指标，可能掩盖违规；平台同样会拒收此类日志。
-- remedy.en: See the reasons in the report and mend what writes these lines, or map them under "sources" in the configuration; then load the file again.
-- remedy.zh: 查看报告中的拒绝原因并修复日志输出，或在配置的sources中映射字段，然后重新加载该文件。
-- title.info.en: A file without a readable log line
-- title.info.zh: 文件中没有可识别的日志
-- summary.info.en: {subject} holds no readable log line.
-- summary.info.zh: {subject}中没有可识别的日志。
-- consequence.info.en: Nothing of it is in any figure. If it is a log in a form of its own, violations may hide in it.
-- consequence.info.zh: 其内容不计入任何指标；若其为其他格式的日志，其中可能隐藏违规。
-- remedy.info.en: Take the file out of the folder, or map its lines under "sources" in the configuration and load it again.
-- remedy.info.zh: 从目录中移出该文件，或在配置的sources中映射其字段后重新加载。
-- needs: any: login, order, open, sql, api, message
-- subject_in: path

-- A warning over 1%, a risk over 5%, from where on the days that the file holds are
-- incomplete; 5 refused records at least, as one bad line in a small file tells
-- nothing. A file that is no log at all is info: it was dropped by mistake, or wants
-- a mapping. Rejects have neither app nor day: they count at the as-of day.
SELECT
  CAST(NULL AS VARCHAR)                                                 AS app_key,
  CAST(NULL AS BIGINT)                                                  AS seller_id,
  path                                                                  AS subject,
  (SELECT day FROM as_of)                                               AS first_day,
  (SELECT day FROM as_of)                                               AS last_day,
  share                                                                 AS value,
  0.01                                                                  AS threshold,
  CASE WHEN loaded = 0 AND records = 0 THEN 'info'
       WHEN share > 0.05e0 THEN 'risk' ELSE 'warning' END               AS level,
  'reject_places'                                                       AS evidence
FROM refused_shares
WHERE share > 0.01e0 AND rejects >= 5
