-- Rows with a duplicate key. The primary key forbids them; this proves that it exists.
SELECT o.source, (sum(o.rows) - count(*))::bigint
FROM (SELECT source, source_id, count(*) AS rows FROM orders GROUP BY source, source_id) AS o
GROUP BY o.source
HAVING sum(o.rows) > count(*);
