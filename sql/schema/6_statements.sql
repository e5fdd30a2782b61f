-- What the statements of sql records do, as far as that is worth a look: their
-- statement_id refers to it. One row stands for all statements that differ in their
-- literals alone and do the same.

CREATE TABLE statements (
  statement_id BIGINT NOT NULL,              -- once; the same in every database
  statement    VARCHAR NOT NULL,             -- its literals replaced by ?, comments left out, up to 1 KiB
  reason       VARCHAR,                      -- no shop predicate, several shops, grouped by shop or unparsable (clause 3.1)
  sellers      BIGINT,                       -- shops that it names, NULL where that is not told
  stores_pii   BOOLEAN NOT NULL              -- it stores a value in which personal data was masked (clause 3.3)
);
