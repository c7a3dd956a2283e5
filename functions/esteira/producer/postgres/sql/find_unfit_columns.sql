-- The columns of the table orders that are missing or have a type that cannot be read as the order's field.
-- `present` is false for all of them if there is no such table, or none that this user may find.
SELECT needed.name, format_type(a.atttypid, a.atttypmod) AS type, to_regclass('orders') IS NOT NULL AS present
  FROM (VALUES ('id', 'N int[248]'), ('product', '[SE] '), ('price', 'N '), ('security_check', 'B '),
               ('created_at', 'D (date|timestamp|timestamptz)$')) AS needed (name, pattern)
  LEFT JOIN pg_attribute a
    ON a.attrelid = to_regclass('orders') AND a.attname = needed.name AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_type base ON base.oid = coalesce(nullif(t.typbasetype, 0), t.oid)
 WHERE base.oid IS NULL OR base.typcategory::text || ' ' || base.typname !~ ('^' || needed.pattern)
