-- stage: address_networks
-- columns: address VARCHAR, network VARCHAR
-- text.en: The network of each user address in login and order records: the first 16 bits of an IPv4 address, the first 32 of an IPv6 one; providers hand out addresses in such blocks. Private, loopback and malformed addresses have none and stand in no row.
-- text.zh: 登录与订单访问日志中用户IP所属网段：IPv4取前16位，IPv6取前32位。内网、回环及格式错误的地址不列出。
-- shared: yes
WITH addresses AS (
  SELECT user_ip FROM logins WHERE user_ip IS NOT NULL AND day <= (SELECT day FROM as_of) GROUP BY user_ip
  UNION
  SELECT operator FROM order_operations WHERE log_type = 'order' AND operator IS NOT NULL GROUP BY operator
), plain AS (
  SELECT user_ip AS address, regexp_replace(plain_address(user_ip), '^::ffff:([0-9.]+)$', '\1') AS written FROM addresses
), parts AS (
  SELECT address,
    CASE WHEN regexp_full_match(written, '((0|[1-9][0-9]{0,2})\.){3}(0|[1-9][0-9]{0,2})') THEN CAST(string_split(written, '.') AS INTEGER[]) END AS octets,
    CASE WHEN regexp_full_match(written, '[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,7}') THEN
      list_transform(string_split(written, ':')[1:2], g -> coalesce(nullif(ltrim(g, '0'), ''), '0')) END AS groups
  FROM plain
  WHERE NOT private_address(written)
)
SELECT address, octets[1] || '.' || octets[2] || '.0.0/16' AS network
FROM parts
WHERE list_max(octets) <= 255 AND octets[1] <> 0 AND octets[1] < 224
UNION ALL
SELECT address, groups[1] || ':' || groups[2] || '::/32'
FROM parts
WHERE groups[1] <> '0' AND NOT regexp_matches(groups[1], '^ff..$')
