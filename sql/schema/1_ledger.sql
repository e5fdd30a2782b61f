-- The ledger, the evidence of loading, and what was judged.
-- Times are UTC; days are calendar days in Asia/Shanghai.

CREATE TABLE meta (
  key   VARCHAR PRIMARY KEY,
  value VARCHAR NOT NULL
);

-- One row a file that was read. The numbers are those of the last commit and
-- obey lines = blank + accepted + rejected + duplicate.
CREATE TABLE files (
  file_id       BIGINT PRIMARY KEY,
  path          VARCHAR NOT NULL,            -- as given by the user, personal data in it masked
  path_digest   BLOB NOT NULL,               -- keyed digest of the absolute path
  state         VARCHAR NOT NULL,            -- loaded, not a log, failed, forgotten, or reload: to be read anew
  error         VARCHAR,                     -- why it could not be read to its end, whatever its state; NULL when it was
  encoding      VARCHAR,                     -- utf-8 or gb18030; NULL while all lines are ASCII
  lines         BIGINT NOT NULL,
  blank         BIGINT NOT NULL,
  accepted      BIGINT NOT NULL,
  rejected      BIGINT NOT NULL,
  duplicate     BIGINT NOT NULL,
  events        BIGINT NOT NULL,             -- rows that came from it
  pending_bytes BIGINT NOT NULL,             -- a last line without newline that is not a complete value
  chain         UBIGINT NOT NULL,            -- identity of all its counted lines
  loaded_at     TIMESTAMP NOT NULL
);

-- Which prefixes of lines were brought in: one row a loaded region. The chain
-- value of line n stands for the lines 1 to n, under the key beside the database.
CREATE TABLE line_chains (
  file_id    BIGINT NOT NULL,
  first_line BIGINT NOT NULL,
  previous   UBIGINT NOT NULL,               -- chain value of the line before first_line, 0 before line 1
  first      UBIGINT NOT NULL,               -- chain value of first_line
  chain      BLOB NOT NULL,                  -- 8 bytes a line, little endian
  forgotten  BOOLEAN NOT NULL                -- its rows were taken out, or it was kept out of a file that is read anew: it is kept out
);

CREATE TABLE rejects (
  file_id     BIGINT NOT NULL,
  line        BIGINT NOT NULL,
  element     BIGINT,
  byte_offset BIGINT NOT NULL,               -- of the line, in the decompressed file
  reason      VARCHAR NOT NULL,
  field       VARCHAR,
  text        VARCHAR                        -- masked, up to 1 KiB; NULL after 1,000 of a file and reason
);

CREATE TABLE spec_warnings (
  file_id BIGINT NOT NULL,
  line    BIGINT NOT NULL,
  element BIGINT,
  code    VARCHAR NOT NULL,
  field   VARCHAR
);

-- What pii_hits shows, and which of our fields it was found in.
CREATE TABLE pii_found (
  file_id    BIGINT NOT NULL,
  line       BIGINT NOT NULL,
  element    BIGINT,
  log_type   VARCHAR,
  app_key    VARCHAR,
  day        DATE,
  field      VARCHAR NOT NULL,               -- the path in the line
  ours       VARCHAR,                        -- the field that a source says stands there; '' where one says that the field of that name does not
  kind       VARCHAR NOT NULL,
  confidence VARCHAR NOT NULL,
  sample     VARCHAR NOT NULL,               -- masked
  digest     BLOB NOT NULL                   -- keyed, to count distinct values
);

-- Stored runs, newest last; the document is the saved run as JSON.
CREATE TABLE runs (
  run_id   BIGINT PRIMARY KEY,
  as_of    DATE NOT NULL,
  document VARCHAR NOT NULL
);

CREATE TABLE findings (
  run_id      BIGINT NOT NULL,
  rule        VARCHAR NOT NULL,
  clause      VARCHAR NOT NULL,
  level       VARCHAR NOT NULL,
  open        BOOLEAN NOT NULL,
  status      VARCHAR NOT NULL,
  app_key     VARCHAR,
  seller_id   BIGINT,
  subject     VARCHAR NOT NULL,
  first_day   DATE NOT NULL,
  last_day    DATE NOT NULL,
  value       DOUBLE NOT NULL,
  threshold   DOUBLE,
  unit        VARCHAR NOT NULL,
  fingerprint VARCHAR NOT NULL
);
