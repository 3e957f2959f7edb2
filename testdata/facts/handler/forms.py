import contextlib
import json
import logging
from contextlib import suppress as hide

logger = logging.getLogger(__name__)

try:
    import orjson
except ImportError:
    orjson = None

try:
    import yaml
    yaml.setup()
except (ImportError, AttributeError):
    yaml = None


def nothing(user):
    try:
        notify(user)
    except:
        pass


def dots(user):
    try:
        notify(user)
    except Exception:
        ...


def default(account):
    try:
        return account.limit - count(account)
    except Exception:
        return 0


def goes_on(rows):
    for row in rows:
        try:
            handle(row)
        except (ValueError, KeyError):
            continue


def logs(user):
    try:
        notify(user)
    except Exception as error:
        logger.exception("not notified")


def prints(user):
    try:
        notify(user)
    except Exception as error:
        print(error)


def tracks(user):
    try:
        notify(user)
    except BaseException:
        sentry_sdk.capture_exception()


def rethrows(user):
    try:
        notify(user)
    except Exception as error:
        raise Failed(user) from error


def rethrows_some(user):
    try:
        notify(user)
    except Exception as error:
        if user.strict:
            raise
        return None


def converts(row):
    try:
        check(row)
    except Exception as error:
        return {"error": str(error)}, 422


def answers(number):
    try:
        return render(load(number))
    except Exception:
        return {"error": "not found"}, 404


def keeps(row):
    try:
        check(row)
    except errors.Invalid as error:
        row.problem = error


def acts(account, queue):
    try:
        pull(account)
    except Exception:
        queue.put(account)


def writes(session, user):
    try:
        session.add(user)
        session.commit()
    except IntegrityError:
        pass


def parses(text):
    try:
        value = int(text)
    except ValueError:
        value = 0
    return value


def parses_from_cache(key):
    try:
        return json.loads(cache.get(key))
    except ValueError:
        return None


def caches(key):
    try:
        redis_client.set(key, 1)
    except Exception:
        pass


def measures(event):
    try:
        metrics.increment(event)
        posthog.capture(event)
    except Exception:
        pass


def closes(conn):
    try:
        conn.close()
    except Exception:
        pass


def mixed(conn, session):
    try:
        session.commit()
        conn.close()
    except Exception:
        pass


def commented(user):
    try:
        notify(user)
    except Exception:
        # A notice is only a courtesy.
        pass


def commented_behind(user):
    try:
        notify(user)
    except Exception:  # a notice is only a courtesy
        pass
    try:
        notify(user)
    except Exception:
        pass  # noqa: S110
    try:
        notify(user)
    except Exception:
        # logger.exception("x")
        pass


def suppressed(order, path):
    with contextlib.suppress(Exception):
        charge(order)
    with hide(FileNotFoundError, PermissionError):
        os.remove(path)
    # The row may be gone by now.
    with contextlib.suppress(LookupError):
        drop(order)
    with other.suppress(order):
        drop(order)


def grouped(tasks):
    try:
        run(tasks)
    except* OSError as group:
        report(group)


def nested(user):
    try:
        notify(user)
    except Exception:
        try:
            fallback(user)
        except Exception:
            logger.warning("neither")


def defines(user):
    try:
        notify(user)
    except Exception:
        def later():
            raise RuntimeError
        return dict()
