-- depends: 0001.orders
-- Rule R1: each row carries the id of the transaction that made it, so that a reader can tell which rows may still
-- have older neighbours. By trigger, so that no client can supply the value; ALWAYS, so that replication stamps too.
-- The lock keeps every writer out until the trigger stands: no row can slip in between unstamped.
LOCK TABLE orders IN ACCESS EXCLUSIVE MODE;
ALTER TABLE orders ADD COLUMN IF NOT EXISTS sync_xid xid8;
CREATE OR REPLACE FUNCTION esteira_stamp_order() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN NEW.sync_xid := pg_current_xact_id(); RETURN NEW; END$$;
CREATE OR REPLACE TRIGGER esteira_stamp_order BEFORE INSERT OR UPDATE OF sync_xid ON orders
    FOR EACH ROW EXECUTE FUNCTION esteira_stamp_order();
ALTER TABLE orders ENABLE ALWAYS TRIGGER esteira_stamp_order;
