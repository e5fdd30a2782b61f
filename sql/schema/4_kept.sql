-- What a prune keeps of the records that it deletes, because figures of days that
-- are still there, and of days to come, are computed from it.

-- The days before which a kind of record was pruned: a log type, or a part of one.
CREATE TABLE pruned (
  kind   VARCHAR NOT NULL,
  before DATE NOT NULL
);

-- Who an order belongs to: one row a pruned record that may tell it. A record of
-- which an earlier one, of no lower rank, makes it useless is not kept.
CREATE TABLE kept_owners (
  app_key   VARCHAR NOT NULL,
  order_id  BIGINT NOT NULL,
  log_type  VARCHAR NOT NULL,
  seller_id BIGINT,                          -- as recorded
  open_id   VARCHAR,                         -- where the record names no seller
  ts        TIMESTAMP NOT NULL,
  day       DATE NOT NULL
);

-- Which shop an openId stands for: each pair of the two, on its first day.
CREATE TABLE kept_open_ids (
  app_key   VARCHAR NOT NULL,
  open_id   VARCHAR NOT NULL,
  seller_id BIGINT NOT NULL,
  day       DATE NOT NULL
);

-- What an app logged on a day: its first call and its last success are among it.
CREATE TABLE kept_days (
  app_key   VARCHAR NOT NULL,
  log_type  VARCHAR NOT NULL,
  day       DATE NOT NULL,
  records   BIGINT NOT NULL,
  attempts  BIGINT NOT NULL,                 -- calls, or pushes that are no heartbeats
  successes BIGINT NOT NULL                  -- of them
);

-- From where an account logged in: its first success in each network, and its first
-- from addresses without one.
CREATE TABLE kept_logins (
  app_key VARCHAR NOT NULL,
  account VARCHAR NOT NULL,
  network VARCHAR,
  ts      TIMESTAMP NOT NULL,
  day     DATE NOT NULL
);

-- The first day of a successful e-waybill call for an order.
CREATE TABLE kept_ebills (
  app_key  VARCHAR NOT NULL,
  order_id BIGINT NOT NULL,
  day      DATE NOT NULL
);
