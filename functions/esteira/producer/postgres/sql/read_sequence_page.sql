-- Rule R2: rows up to a bound below which no open transaction can insert.
SELECT '0' AS position_x, o.id,
       -- As bytes: in a database without an encoding of its own (SQL_ASCII) they need not be text.
       convert_to(o.product::text, CASE getdatabaseencoding() WHEN 'SQL_ASCII' THEN 'SQL_ASCII' ELSE 'UTF8' END),
       o.price::numeric, o.security_check,
       -- Clamped: a date that Python cannot represent must not block the page.
       greatest(least(o.created_at, '9999-12-30Z'), '0001-01-02Z')
  FROM orders o
 WHERE o.id > %(id)s AND o.id <= %(bound)s
 ORDER BY o.id
 LIMIT %(limit)s
