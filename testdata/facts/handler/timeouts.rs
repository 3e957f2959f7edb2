async fn first(stream: &mut Stream) -> Result<Message> {
    loop {
        match tokio::time::timeout(PERIOD, stream.next()).await {
            Err(_timeout) => continue,
            Ok(message) => return message,
        }
    }
}
