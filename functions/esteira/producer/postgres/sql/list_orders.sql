SELECT o.id,
       -- As bytes: in a database without an encoding of its own (SQL_ASCII) they need not be text.
       convert_to(o.product::text, CASE getdatabaseencoding() WHEN 'SQL_ASCII' THEN 'SQL_ASCII' ELSE 'UTF8' END),
       o.price::numeric, o.security_check,
       -- As JSON shows it: exact, also where Python has no such date, and in one format whatever DateStyle is.
       to_jsonb(o.created_at::timestamptz) #>> '{}'
  FROM orders o
 WHERE (%(after_id)s::bigint IS NULL OR o.id > %(after_id)s)
   AND (%(security_check)s::boolean IS NULL OR o.security_check = %(security_check)s)
 ORDER BY o.id
 LIMIT %(limit)s
