-- depends: 0023.report-jobs
-- transactional: false
-- Search of orders: every order of the target in one state, the newest first; and the callbacks of one order. A build that
-- was killed leaves an invalid index, which IF NOT EXISTS would accept.
DO $$
DECLARE
    half_built regclass;
BEGIN
    FOR half_built IN
        SELECT indexrelid::regclass FROM pg_index
        WHERE NOT indisvalid
          AND indexrelid = ANY (ARRAY[
              to_regclass('orders_by_time'), to_regclass('order_failures_by_time'), to_regclass('producer_rejects_by_time'),
              to_regclass('order_conflicts_by_time'), to_regclass('callbacks_of_order')
          ])
    LOOP
        EXECUTE format('DROP INDEX %s', half_built);
    END LOOP;
END $$;
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_by_time ON orders (source, processed_at, source_id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS order_failures_by_time ON order_failures (source, failed_at, source_id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS producer_rejects_by_time ON producer_rejects (source, rejected_at, source_id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS order_conflicts_by_time ON order_conflicts (source, failed_at, source_id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS callbacks_of_order ON callbacks (source, source_id, received_at);

-- The sources that the target knows, one look into each index for each of them.
CREATE OR REPLACE VIEW order_sources AS
WITH RECURSIVE sources (source) AS (
    SELECT min(known.source)
    FROM (
        SELECT min(source) FROM orders
        UNION ALL SELECT min(source) FROM producer_rejects
        UNION ALL SELECT min(source) FROM order_failures
    ) AS known (source)
    UNION ALL
    SELECT (
        SELECT min(further.source)
        FROM (
            SELECT min(o.source) FROM orders o WHERE o.source > s.source
            UNION ALL SELECT min(r.source) FROM producer_rejects r WHERE r.source > s.source
            UNION ALL SELECT min(f.source) FROM order_failures f WHERE f.source > s.source
        ) AS further (source)
    )
    FROM sources s
    WHERE s.source IS NOT NULL
)
SELECT source FROM sources WHERE source IS NOT NULL;

-- Every order that the target knows is in exactly one of these four views. Of several states the first counts: conflict,
-- persisted, rejected, failed. Four views and not one, because a page of a union would sort all of it.
CREATE OR REPLACE VIEW orders_in_conflict AS
SELECT c.source, c.source_id, 'conflict'::text AS state, c.failed_at AS since, c.attempt AS attempts,
       c.error AS reason, o.product, o.price, o.payment_state::text AS payment_state
FROM order_conflicts c JOIN orders o ON o.source = c.source AND o.source_id = c.source_id
WHERE c.payload_hash <> o.payload_hash
  AND NOT EXISTS (
      SELECT FROM order_conflicts later
      WHERE later.source = c.source AND later.source_id = c.source_id AND later.payload_hash <> o.payload_hash
        AND (later.failed_at, later.payload_hash) > (c.failed_at, c.payload_hash)
  );

CREATE OR REPLACE VIEW orders_persisted AS
SELECT o.source, o.source_id, 'persisted'::text AS state, o.processed_at AS since, o.attempts AS attempts,
       NULL::text AS reason, o.product, o.price, o.payment_state::text AS payment_state
FROM orders o
WHERE NOT EXISTS (
    SELECT FROM order_conflicts c
    WHERE c.source = o.source AND c.source_id = o.source_id AND c.payload_hash <> o.payload_hash
);

CREATE OR REPLACE VIEW orders_rejected AS
SELECT r.source, r.source_id, 'rejected'::text AS state, r.rejected_at AS since, NULL::smallint AS attempts, r.reason,
       NULL::text AS product, NULL::numeric AS price, NULL::text AS payment_state
FROM producer_rejects r
WHERE NOT EXISTS (SELECT FROM orders o WHERE o.source = r.source AND o.source_id = r.source_id);

CREATE OR REPLACE VIEW orders_failed AS
SELECT f.source, f.source_id, 'failed'::text AS state, f.failed_at AS since, f.attempt AS attempts,
       f.error AS reason, NULL::text AS product, NULL::numeric AS price, NULL::text AS payment_state
FROM order_failures f
WHERE NOT EXISTS (SELECT FROM orders o WHERE o.source = f.source AND o.source_id = f.source_id)
  AND NOT EXISTS (SELECT FROM producer_rejects r WHERE r.source = f.source AND r.source_id = f.source_id);
