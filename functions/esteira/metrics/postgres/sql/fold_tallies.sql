-- The tallies of each source become one. Of two folds at once the later finds nothing that the earlier took.
WITH taken AS (DELETE FROM order_tallies RETURNING source, rows, fingerprint)
INSERT INTO order_tallies
SELECT source, sum(rows), sum(fingerprint) FROM taken GROUP BY source HAVING sum(rows) <> 0 OR sum(fingerprint) <> 0;
