-- depends: 0001.orders
-- Number of persisted orders by source, without counting rows: each statement that inserts or deletes orders adds one
-- row per source here, in its own transaction, so the sum is exact in every snapshot. Writers only add rows, so they do
-- not wait for each other; the monitor merges the rows once a minute.
CREATE TABLE order_tallies (
    source      text    NOT NULL,
    rows        bigint  NOT NULL,
    fingerprint numeric NOT NULL
);

CREATE FUNCTION esteira_tally_orders() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        DELETE FROM order_tallies;
    ELSE
        INSERT INTO order_tallies
        SELECT source,
               count(*) * CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END,
               sum(hashint8extended(source_id, 0)) * CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END
        FROM changed
        GROUP BY source;
    END IF;
    RETURN NULL;
END$$;

-- The lock blocks writers until the triggers exist and the present rows are counted.
LOCK TABLE orders IN ACCESS EXCLUSIVE MODE;
CREATE TRIGGER esteira_tally_inserts AFTER INSERT ON orders REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION esteira_tally_orders();
CREATE TRIGGER esteira_tally_deletes AFTER DELETE ON orders REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION esteira_tally_orders();
CREATE TRIGGER esteira_tally_truncations AFTER TRUNCATE ON orders
    FOR EACH STATEMENT EXECUTE FUNCTION esteira_tally_orders();
INSERT INTO order_tallies
SELECT source, count(*), sum(hashint8extended(source_id, 0)) FROM orders GROUP BY source;
