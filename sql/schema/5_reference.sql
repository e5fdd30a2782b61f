-- What the configuration says; empty where it is silent. Days are calendar days in
-- Asia/Shanghai.

CREATE TABLE developer (
  onboarded DATE NOT NULL                    -- admission to the platform; one row or none
);

CREATE TABLE apps (
  app_key   VARCHAR,                         -- NULL while it is not created
  name      VARCHAR,
  kind      VARCHAR,                         -- self-built or third-party
  company   VARCHAR,                         -- its owner
  qualified DATE,                            -- the category was approved
  created   DATE,
  launched  DATE                             -- it went online
);

CREATE TABLE shops (
  seller_id        BIGINT NOT NULL,          -- once
  open_id          VARCHAR,
  company          VARCHAR,
  authorised_from  DATE,                     -- the first day
  authorised_until DATE                      -- the last day
);

CREATE TABLE receivers (
  host VARCHAR NOT NULL                      -- that may receive order data: host, host:port or *.domain, lower case
);

CREATE TABLE operations (
  operation BIGINT NOT NULL,                 -- the code in an order record, once
  meaning   VARCHAR NOT NULL                 -- export, print or download
);

CREATE TABLE earlier_warnings (
  rule  VARCHAR NOT NULL,                    -- once
  value DOUBLE NOT NULL                      -- from which on the rule warns, stricter than its own limit
);
