-- Which API methods decrypt, ship, and print e-waybills (platform documentation).

-- What a method means for the figures: decrypt, ship or ebill; NULL for any other.
CREATE MACRO method_meaning(m) AS CASE m
  WHEN 'open.order.decrypt.batch' THEN 'decrypt'
  WHEN 'open.security.instant.decrypt.batch' THEN 'decrypt'
  WHEN 'open.industry.virtual.order.decrypt' THEN 'decrypt'
  WHEN 'open.seller.order.goods.deliver' THEN 'ship'
  WHEN 'open.order.goods.split.deliver' THEN 'ship'
  WHEN 'open.express.ebill.get' THEN 'ebill'
END;

-- The same as a table for users' own queries.
CREATE TABLE api_methods (
  method  VARCHAR PRIMARY KEY,
  meaning VARCHAR NOT NULL
);

INSERT INTO api_methods SELECT m, method_meaning(m) FROM (SELECT unnest([
  'open.order.decrypt.batch', 'open.security.instant.decrypt.batch', 'open.industry.virtual.order.decrypt',
  'open.seller.order.goods.deliver', 'open.order.goods.split.deliver', 'open.express.ebill.get']) AS m);
