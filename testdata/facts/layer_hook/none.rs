// None of these runs around a handler.
fn subscriber() {
    let text = format!("a");
    list.push(layer);
    cell.get().configured();
}
