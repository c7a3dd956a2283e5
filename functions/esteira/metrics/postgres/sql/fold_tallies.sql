-- Combines the tallies of each source into one row. Of two concurrent runs, the later does not see the rows that the
-- earlier deleted.
WITH taken AS (DELETE FROM order_tallies RETURNING source, rows, fingerprint)
INSERT INTO order_tallies
SELECT source, sum(rows), sum(fingerprint) FROM taken GROUP BY source HAVING sum(rows) <> 0 OR sum(fingerprint) <> 0;
