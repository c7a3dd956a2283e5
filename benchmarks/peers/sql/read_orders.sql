SELECT id, product, price::text, security_check FROM orders ORDER BY id
