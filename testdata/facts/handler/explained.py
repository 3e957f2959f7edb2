def hint(user):
    """The hint of a user. Best effort: any failure gives none."""
    try:
        return load_hint(user)
    except Exception:
        return None


def task_logger():
    try:
        # The run's logger if available.
        return find(user)
    except Exception:
        return other()


def plain(user):
    """The hint of a user."""
    try:
        # By name.
        return load_hint(user)
    except Exception:
        return None


class Session:
    @property
    def broken(self):
        try:
            self.load()
            return False
        except Exception:
            return True

    def send(self):
        try:
            self.load()
            return True
        except Exception:
            return False

    def close(self):
        try:
            self.end()
        except Exception:
            pass


def state(client):
    try:
        client.ping()
        return State.UP
    except Exception:
        return State.DOWN


def shape(row):
    try:
        return row.owner.name
    except Exception:
        return ""


def waits():
    try:
        yield
    except Exception:
        pass


def lines(event):
    try:
        logger.info(event.text)
    except Exception:
        pass


try:
    from random import SystemRandom
    random = SystemRandom()
except Exception:
    import random


def described(client):
    try:
        version = client.version()
    except Exception:
        version = None
    found = {}
    if version is not None:
        found["version"] = version
    return found


def missing(client):
    try:
        version = client.version()
    except Exception:
        version = None
    if version is None:
        return {}
    return {"version": version}


class Counter:
    """Telemetry of the starts."""

    def count(self):
        try:
            self.step()
        except Exception:
            pass
