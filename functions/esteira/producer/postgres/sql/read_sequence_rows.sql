-- Rows by id, to compare them with what is remembered of them. Positions have transaction 0.
SELECT '0' AS position_x, o.id,
       -- As bytes: in a database without an encoding of its own (SQL_ASCII) they need not be text.
       convert_to(o.product::text, CASE getdatabaseencoding() WHEN 'SQL_ASCII' THEN 'SQL_ASCII' ELSE 'UTF8' END),
       o.price::numeric, o.security_check,
       -- Clamped as in a page, so that the times are equal.
       greatest(least(o.created_at, '9999-12-30Z'), '0001-01-02Z')
  FROM orders o
 WHERE o.id = ANY(%(ids)s::bigint[])
