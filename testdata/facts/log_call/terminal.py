import sys

print("loading")


def settings(env):
    if "QUEUE" not in env:
        print("QUEUE is not set", file=sys.stderr)
        sys.exit(2)
    print("settings read")
    return env["QUEUE"]


def relay(child):
    for line in child.stdout:
        print(line, file=sys.stderr)
    sys.stdout.write(child.tail)
    sys.stdout.write("done")


def last_words(error):
    # The logger is closed by now.
    print(error)


def told(error):
    # An error is not the end.
    print(error)


if __name__ == "__main__":
    print("started")


def print_banner(app):
    print(app.name)


def shut(app):
    print("stopping")
    try:
        app.stop()
    finally:
        raise SystemExit(0)
