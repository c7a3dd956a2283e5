-- Rule R2: rows up to a bound below which no open transaction can insert.
SELECT '0' AS position_x, o.id, o.product, o.price::numeric, o.security_check,
       -- Clamped: a date that Python cannot represent must not block the page.
       greatest(least(o.created_at, '9999-12-30Z'), '0001-01-02Z')
  FROM orders o
 WHERE o.id > %(id)s AND o.id <= %(bound)s
 ORDER BY o.id
 LIMIT %(limit)s
