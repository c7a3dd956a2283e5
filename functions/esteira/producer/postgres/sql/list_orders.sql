SELECT o.id, o.product, o.price::numeric, o.security_check,
       -- Clamped: a date that Python cannot represent must not block the page.
       greatest(least(o.created_at, '9999-12-30Z'), '0001-01-02Z')
  FROM orders o
 WHERE o.id > %(after_id)s
   AND (%(security_check)s::boolean IS NULL OR o.security_check = %(security_check)s)
 ORDER BY o.id
 LIMIT %(limit)s
