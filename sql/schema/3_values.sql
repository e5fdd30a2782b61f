-- How values that are stored are made of what a record says.

-- A JSON integer or a string of digits as a number; 1.0 and 1e3 are neither. Most
-- are written as the engine writes them, which is quicker to see than the pattern.
CREATE MACRO log_int(v) AS
  CASE WHEN CAST(TRY_CAST(v AS BIGINT) AS VARCHAR) = v THEN TRY_CAST(v AS BIGINT)
       WHEN regexp_full_match(v, '-?[0-9]{1,19}') THEN TRY_CAST(v AS BIGINT) END;

-- The calendar day in Asia/Shanghai (UTC+8, no daylight saving) of epoch milliseconds.
CREATE MACRO shanghai_day(millis) AS CAST(make_timestamp((millis + 28800000) * 1000) AS DATE);

-- The host of a URL in lower case, with its port if one is written; NULL for a path alone.
CREATE MACRO url_host(u) AS
  nullif(lower(regexp_extract(u, '^\s*(?:(?:[A-Za-z][A-Za-z0-9+.-]*:)?//(?:[^/?#@\\]*@)?([^/?#\\\s]+))', 1)), '');

-- A name in lower case that could be a host's or a file's; NULL when it ends as files do.
CREATE MACRO host_unless_file(h) AS
  CASE WHEN NOT regexp_matches(h, '\.(csv|tsv|txt|xls[xmb]?|docx?|wps|pptx?|pdf|jsonl?|ndjson|xml|ya?ml|html?|log|zip|rar|gz|tgz|bz2|xz|zst|tar|parquet|avro|orc|sql|dbf?|dat|bak|tmp|ini|png|jpe?g)$') THEN h END;

-- The host of what a record says data was sent to, without the port that https or http
-- means anyway. A value without a scheme has one where its first part looks like a host
-- name with a dot or an IP address; a name without a port that ends as files do is one of
-- a file. For what names no host it is NULL.
CREATE MACRO receiver_host(u) AS coalesce(
  CASE WHEN u LIKE '%:443%' AND regexp_matches(u, '^\s*(?i:https):') THEN regexp_replace(url_host(u), ':443$', '')
       WHEN u LIKE '%:80%' AND regexp_matches(u, '^\s*(?i:http):') THEN regexp_replace(url_host(u), ':80$', '')
       ELSE url_host(u) END,
  host_unless_file(nullif(lower(regexp_extract(u,
    '^\s*((?:(?:[\p{L}\p{N}_-]+\.)+\p{L}[\p{L}\p{N}-]+\.?|[0-9]{1,3}(?:\.[0-9]{1,3}){3}|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?)(?:[/?#\\\s]|$)', 1)), '')));

-- The host of an http:// URL: what travels without encryption.
CREATE MACRO plain_http_host(u) AS
  CASE WHEN u LIKE 'https://%' THEN NULL
       WHEN regexp_matches(u, '^\s*[Hh][Tt][Tt][Pp]://') THEN url_host(u) END;

-- A text in which the masker overwrote something, so that it names nobody any more.
CREATE MACRO was_masked(v) AS
  position('*' IN v) > 0 OR position('＊' IN v) > 0 OR regexp_full_match(v, '10{10}|10{17}');

-- The one IP address that a text is, in lower case and without a port, the zeros that
-- fill up its numbers or the prefix that means all of it; NULL for the unspecified one
-- and for what is none.
CREATE MACRO one_address(v) AS
  CASE WHEN regexp_full_match(v, '\s*((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])(:[0-9]{1,5}|/32)?\s*')
         THEN nullif(CASE WHEN regexp_matches(v, '\b0[0-9]') THEN regexp_replace(regexp_extract(v, '[0-9.]+'), '(^|\.)0+([0-9])', '\1\2', 'g')
           ELSE regexp_extract(v, '[0-9.]+') END, '0.0.0.0')
       WHEN contains(v, ':') AND regexp_full_match(v, '\s*(\[(([0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}|([0-9A-Fa-f]{1,4}(:[0-9A-Fa-f]{1,4})*)?::([0-9A-Fa-f]{1,4}:)*([0-9A-Fa-f]{1,4}|[0-9]{1,3}(\.[0-9]{1,3}){3})?)\](:[0-9]{1,5})?|(([0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}|([0-9A-Fa-f]{1,4}(:[0-9A-Fa-f]{1,4})*)?::([0-9A-Fa-f]{1,4}:)*([0-9A-Fa-f]{1,4}|[0-9]{1,3}(\.[0-9]{1,3}){3})?)(/128)?)\s*') AND NOT regexp_matches(v, '^\s*\[?[0:]+(\]|/|\s*$)')
         THEN lower(regexp_extract(v, '[0-9A-Fa-f:.]+')) END;

-- An address that tells nobody from others: private, link-local or loopback.
-- Prefixes are quick to see; only what begins like one is looked at closely.
CREATE MACRO private_address(v) AS
  (v LIKE '10.%' OR v LIKE '127.%' OR v LIKE '192.168.%' OR v LIKE '169.254.%' OR v LIKE '172.%' OR v LIKE '100.%' OR contains(v, ':') OR v ILIKE 'localhost')
  AND regexp_matches(lower(v), '^(localhost(:|$)|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:|(0{0,4}:){2,7}0{0,3}1$|(::ffff:)?(10|127|192\.168|169\.254|172\.(1[6-9]|2[0-9]|3[01])|100\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7]))\.)');

-- The addresses of a list, as proxies hand it on in X-Forwarded-For: the client's
-- stands first.
CREATE MACRO listed_addresses(v) AS
  list_filter([one_address(part) FOR part IN regexp_split_to_array(trim(v), '[,;\s]+')], address -> address IS NOT NULL);

-- The IP address that a text names: of a list the first one that is public, because
-- those before it are of a network that nobody else sees; else the first.
CREATE MACRO plain_address(v) AS
  coalesce(one_address(v), CASE WHEN regexp_matches(trim(v), '[,;\s]')
    THEN coalesce(list_filter(listed_addresses(v), address -> NOT private_address(address))[1], listed_addresses(v)[1]) END);

-- What tells one user from others where an address should stand and none does, such as
-- a hashed one. Words without a digit (unknown, null) and what is too short for a name
-- fill a field of which nothing is known; the masked and the unspecified name nobody.
CREATE MACRO told_instead(v) AS
  CASE WHEN NOT was_masked(v) AND length(trim(v)) > 3 AND regexp_matches(regexp_replace(v, ':[0-9]{1,5}\s*$', ''), '[1-9]')
         AND NOT private_address(trim(v)) THEN trim(v) END;

-- A text in lower case without an error that it names to deny it, such as no error or
-- error: null. That is a name of its own, unlike in "login failed: null", and a value
-- behind which no word follows, unlike in "error: null pointer".
CREATE MACRO without_denied_errors(v) AS regexp_replace(v,
  '(?:no|without) (?:any )?(?:error|fail)[a-z]*|(?:没有|无)错误'
  || '|(^|[^\p{L}\p{N}\s])\s*[a-z_]*(?:error|fail|错误|失败)[a-z_ 码数次]*["'']?\s*[:：=]\s*(?:["'']?(?:false|none|null|nil|0)["'']?|""|'''')(\s*[^\p{L}\p{N}\s._-]|\s*\.?\s*$|\s+(?:ok\b|succe))',
  '\1\2', 'g');
