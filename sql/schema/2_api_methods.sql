-- Which API methods decrypt, ship, and print e-waybills (platform documentation).

CREATE TABLE api_methods (
  method  VARCHAR PRIMARY KEY,
  meaning VARCHAR NOT NULL                   -- decrypt, ship, ebill
);

INSERT INTO api_methods VALUES
  ('open.order.decrypt.batch', 'decrypt'),
  ('open.security.instant.decrypt.batch', 'decrypt'),
  ('open.industry.virtual.order.decrypt', 'decrypt'),
  ('open.seller.order.goods.deliver', 'ship'),
  ('open.order.goods.split.deliver', 'ship'),
  ('open.express.ebill.get', 'ebill');
