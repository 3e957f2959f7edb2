//! Nothing here takes a request.
fn work(map: &Map, client: &Client) {
    map.get("a");
    client.post("https://example.com");
    planner.route("a", "b");
    planner.route(start);
    get(list);
}
