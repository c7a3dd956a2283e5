-- depends: 0028.lists-of-lookups
-- Looked up for each row that is shown, and not joined: a join that leaves out is taken for one that leaves nothing, so
-- that a page of 100,000 failed orders read all orders of the target.
CREATE OR REPLACE VIEW orders_rejected AS
SELECT r.source, r.source_id, 'rejected'::text AS state, r.rejected_at AS since, NULL::smallint AS attempts, r.reason,
       NULL::text AS product, NULL::numeric AS price, NULL::text AS payment_state
FROM producer_rejects r
WHERE (SELECT true FROM orders o WHERE o.source = r.source AND o.source_id = r.source_id) IS NULL;

CREATE OR REPLACE VIEW orders_failed AS
SELECT f.source, f.source_id, 'failed'::text AS state, f.failed_at AS since, f.attempt AS attempts,
       f.error AS reason, NULL::text AS product, NULL::numeric AS price, NULL::text AS payment_state
FROM order_failures f
WHERE (SELECT true FROM orders o WHERE o.source = f.source AND o.source_id = f.source_id) IS NULL
  AND (SELECT true FROM producer_rejects r WHERE r.source = f.source AND r.source_id = f.source_id) IS NULL;

-- The calendar of somebody's look-ups.
CREATE INDEX lookup_tasks_due ON lookup_tasks (owner_id, due_at, id);
