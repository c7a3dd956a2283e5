-- The orders of the target and those that died, as one source has them.
INSERT INTO orders (product, price, security_check, created_at)
SELECT 'product ' || mod(n, 500), (mod(n, 99999)) / 100.0 + 1, true, now() - (%(rows)s - n) * interval '0.6 seconds'
FROM generate_series(1, %(rows)s) AS n;
ANALYZE orders;
