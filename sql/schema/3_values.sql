-- How texts of a log line become values. A macro yields NULL for what cannot be
-- converted; the caller turns that into a reject reason.

-- A JSON integer or a string of digits; 1.0 and 1e3 are neither. Most are
-- written as the engine writes them, which is quicker to see than the pattern.
CREATE MACRO log_int(v) AS
  CASE WHEN CAST(TRY_CAST(v AS BIGINT) AS VARCHAR) = v THEN TRY_CAST(v AS BIGINT)
       WHEN regexp_full_match(v, '-?[0-9]{1,19}') THEN TRY_CAST(v AS BIGINT) END;

CREATE MACRO log_bool(v) AS
  CASE lower(v) WHEN 'true' THEN true WHEN '1' THEN true WHEN 'false' THEN false WHEN '0' THEN false END;

-- An array of ids in JSON, each an integer or a string of digits.
CREATE MACRO log_ids(v) AS
  CASE WHEN replace(CAST(TRY_CAST(v AS BIGINT[]) AS VARCHAR), ' ', '') = v THEN TRY_CAST(v AS BIGINT[])
       WHEN regexp_full_match(v, '\[("[0-9]{1,19}"|[0-9]{1,19})(,("[0-9]{1,19}"|[0-9]{1,19}))*\]')
       THEN TRY_CAST(replace(v, '"', '') AS BIGINT[]) END;

-- Epoch milliseconds within 2015 to 2099 (UTC); seconds are converted.
CREATE MACRO log_millis(v) AS
  CASE WHEN v >= 1420070400000 AND v < 4102444800000 THEN v
       WHEN v >= 1420070400 AND v < 4102444800 THEN v * 1000 END;

-- The calendar day in Asia/Shanghai (UTC+8, no daylight saving) of epoch milliseconds.
CREATE MACRO shanghai_day(millis) AS CAST(make_timestamp((millis + 28800000) * 1000) AS DATE);

-- The host of a URL in lower case, with its port if one is written; NULL for a path alone.
CREATE MACRO url_host(u) AS
  nullif(lower(regexp_extract(u, '^\s*(?:(?:[A-Za-z][A-Za-z0-9+.-]*:)?//(?:[^/?#@\\]*@)?([^/?#\\\s]+))', 1)), '');

-- The same for http:// alone: what travels without encryption.
CREATE MACRO plain_http_host(u) AS
  CASE WHEN regexp_matches(u, '^\s*[Hh][Tt][Tt][Pp]://') THEN url_host(u) END;

CREATE MACRO private_ip(ip) AS
  (substr(ip, 1, 1) IN ('1', '0', ':', 'f', 'F', 'l', 'L')) AND regexp_matches(lower(ip),
    '^(::ffff:)?(10\.|127\.|192\.168\.|172\.(1[6-9]|2[0-9]|3[01])\.|169\.254\.)|^::1$|^f[cd][0-9a-f]{2}:|^fe[89ab][0-9a-f]:|^localhost$');

-- A text in which the masker overwrote something, so that it names nobody any more.
CREATE MACRO was_masked(v) AS
  position('*' IN v) > 0 OR position('＊' IN v) > 0 OR regexp_full_match(v, '10{10}|10{17}');
