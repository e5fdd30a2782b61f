-- clause:
-- columns: app_key VARCHAR, reference VARCHAR
-- unit: gaps
-- text.en: What the configuration does not tell of an app, so that rules that need it cannot judge: one row an app and gap. Apps are those with records and those of the configuration.
-- text.zh: 配置中缺失、导致相关规则无法判定的信息：每个应用与缺失项一行；应用为有日志或在配置中列出的应用。
-- shared: yes
WITH known AS (
  SELECT app_key FROM app_days GROUP BY app_key
  UNION ALL
  SELECT app_key FROM apps WHERE app_key IS NOT NULL AND app_key NOT IN (SELECT app_key FROM app_days)
), told AS (
  SELECT k.app_key, a.kind, a.company, a.created, a.qualified
  FROM known k
  LEFT JOIN apps a ON a.app_key = k.app_key
)
SELECT app_key, 'developer.onboarded' AS reference FROM told WHERE NOT EXISTS (SELECT 1 FROM developer)
UNION ALL
SELECT app_key, 'apps.kind' FROM told WHERE kind IS NULL
UNION ALL
-- Whose a third-party app is decides nothing.
SELECT app_key, 'apps.company' FROM told WHERE company IS NULL AND coalesce(kind, 'self-built') = 'self-built'
UNION ALL
SELECT app_key, 'apps.created' FROM told WHERE created IS NULL
UNION ALL
SELECT app_key, 'apps.qualified' FROM told WHERE qualified IS NULL
UNION ALL
-- Of a shop that the app worked for lately nobody says since when or until when it is authorised.
SELECT w.app_key, 'shops.authorised'
FROM worked_shops w
LEFT JOIN shops s ON s.seller_id = w.seller_id
WHERE w.seller_id IS NOT NULL AND s.authorised_from IS NULL AND s.authorised_until IS NULL
GROUP BY w.app_key
UNION ALL
SELECT app_key, 'receivers' FROM told WHERE NOT EXISTS (SELECT 1 FROM receivers)
UNION ALL
-- A code that means print says nothing of exports.
SELECT app_key, 'operations' FROM told WHERE NOT EXISTS (SELECT 1 FROM operations WHERE meaning IN ('export', 'download'))
UNION ALL
-- A self-built app served a shop whose company is unknown, lately enough for a finding to be open.
SELECT v.app_key, 'shops.company'
FROM served_shops v
LEFT JOIN shops s ON s.seller_id = v.seller_id
WHERE s.company IS NULL AND v.day >= (SELECT since FROM lately)
GROUP BY v.app_key
