-- Generates orders from hashes of (row, seed): equal seeds make equal orders, independent of the execution order.
-- The distribution of prices is skewed to cheap articles; prices have two decimals.
WITH made AS (
    INSERT INTO orders (product, price, security_check)
    SELECT things.names[1 + floor(hashed.product * cardinality(things.names))::int],
           round((4.9 + 2495 * hashed.price ^ 4)::numeric, 2),
           hashed.security >= %(false_share)s::float8
      FROM generate_series(1, %(count)s) AS row,
           (SELECT ARRAY['Coffee beans 1 kg', 'Espresso cup', 'Pour-over kettle', 'Paper filters', 'Hand grinder',
                         'Café com leite', 'Açúcar mascavo', 'Pão de queijo mix', 'Milk frother', 'Thermos bottle',
                         'Desk lamp', 'Notebook A5', 'Fountain pen', 'USB-C cable', 'Wireless mouse',
                         'Mechanical keyboard', 'Backpack 20 l', 'Rain jacket', 'Running shoes', 'Water filter']) AS things (names),
           LATERAL (SELECT (hashint8extended(row * 3, %(seed)s) & 1048575) / 1048576.0::float8,
                           (hashint8extended(row * 3 + 1, %(seed)s) & 1048575) / 1048576.0::float8,
                           (hashint8extended(row * 3 + 2, %(seed)s) & 1048575) / 1048576.0::float8
                   ) AS hashed (product, price, security)
     ORDER BY row
    RETURNING id
)
SELECT count(*), min(id), max(id) FROM made
