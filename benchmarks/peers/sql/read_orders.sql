SELECT id, product, price::text, security_check FROM orders WHERE id > %(after)s ORDER BY id
