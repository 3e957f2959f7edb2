# The client speaks the older protocol, whose types the package does not carry; they are
# written down by the server alone.
client = connect(url)  # type: ignore

# The gauge is read once.
# It is reset by the reader.
gauge = read(url)  # type: ignore
