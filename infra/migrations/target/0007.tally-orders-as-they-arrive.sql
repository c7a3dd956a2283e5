-- depends: 0001.orders
-- How many orders of each source have arrived, without counting them: each statement that inserts or deletes orders adds
-- one row per source here, in its own transaction, and the sum is exact in every snapshot. Rows are only ever added by
-- writers, so no two of them wait for each other; the monitor folds them together once a minute.
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

-- The lock keeps every writer out until the triggers stand and what is there is counted.
LOCK TABLE orders IN ACCESS EXCLUSIVE MODE;
CREATE TRIGGER esteira_tally_inserts AFTER INSERT ON orders REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION esteira_tally_orders();
CREATE TRIGGER esteira_tally_deletes AFTER DELETE ON orders REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION esteira_tally_orders();
CREATE TRIGGER esteira_tally_truncations AFTER TRUNCATE ON orders
    FOR EACH STATEMENT EXECUTE FUNCTION esteira_tally_orders();
INSERT INTO order_tallies
SELECT source, count(*), sum(hashint8extended(source_id, 0)) FROM orders GROUP BY source;
