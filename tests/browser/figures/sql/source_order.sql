SELECT product AS "Product", price::text AS "Price", CASE WHEN security_check THEN 'passed' ELSE 'failed' END
        AS "Security check", created_at AS "Created"
FROM orders
WHERE id = %(id)s
