# Triggers and routines in texts that code hands on.
op.execute("CREATE TRIGGER trail AFTER INSERT OR UPDATE ON shop.orders FOR EACH ROW EXECUTE PROCEDURE keep_trail()")
op.execute(
    """
    CREATE OR REPLACE FUNCTION keep_trail() RETURNS trigger AS $$
    BEGIN
        INSERT INTO audit_log (what) VALUES (TG_TABLE_NAME);
        PERFORM audit.tell(NEW);
        RETURN NEW;
    END;
    $$ LANGUAGE plpgsql;
    """
)
