# None of these makes a trigger.
op.execute("CREATE TABLE trigger_log (id int)")
op.execute("DROP TRIGGER trail ON orders")
message = "CREATE TRIGGER"
label = "Create a trigger or a function"
