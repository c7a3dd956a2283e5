-- Rule R2: up to a bound below which nobody can write any more.
SELECT '0' AS position_x, o.id, o.product, o.price::numeric, o.security_check,
       -- A date that Python cannot hold must not stop a page.
       greatest(least(o.created_at, '9999-12-30Z'), '0001-01-02Z')
  FROM orders o
 WHERE o.id > %(id)s AND o.id <= %(bound)s
 ORDER BY o.id
 LIMIT %(limit)s
