-- depends: 0001.orders
-- Rule R1: each row carries the id of the transaction that created it, so that a reader knows which rows may still be
-- preceded by uncommitted ones. A trigger, so that no client can supply the value; ALWAYS, so that it also fires during
-- replication. The lock blocks writers until the trigger exists: no row can be inserted without a stamp.
LOCK TABLE orders IN ACCESS EXCLUSIVE MODE;
ALTER TABLE orders ADD COLUMN IF NOT EXISTS sync_xid xid8;
CREATE OR REPLACE FUNCTION esteira_stamp_order() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN NEW.sync_xid := pg_current_xact_id(); RETURN NEW; END$$;
CREATE OR REPLACE TRIGGER esteira_stamp_order BEFORE INSERT OR UPDATE OF sync_xid ON orders
    FOR EACH ROW EXECUTE FUNCTION esteira_stamp_order();
ALTER TABLE orders ENABLE ALWAYS TRIGGER esteira_stamp_order;
