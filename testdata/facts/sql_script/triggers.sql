-- Triggers and routines.
CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    INSERT INTO audit.log (what) VALUES ('gone');
  ELSE
    INSERT INTO audit.log (what) VALUES ('kept');
    PERFORM audit.tell(NEW);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_orders AFTER INSERT OR UPDATE OR DELETE ON shop.orders FOR EACH ROW EXECUTE FUNCTION keep();
CREATE CONSTRAINT TRIGGER "Keep" AFTER UPDATE OF price ON "Items" FOR EACH ROW EXECUTE PROCEDURE keep();
SELECT audit.enable_tracking('public.account'::regclass);
DO $$
DECLARE t record;
BEGIN
  FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('CREATE TRIGGER keep AFTER INSERT ON %I FOR EACH ROW EXECUTE FUNCTION keep()', t.tablename);
  END LOOP;
END $$;
CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION keep();
