def is_open(door):
    try:
        return door.look()
    except Exception:
        return False


def broken(plugin):
    try:
        plugin.load()
        return False
    except Exception:
        return True


def limit(account):
    try:
        account.load()
        return True
    except Exception:
        return None


def tested(account):
    try:
        plan = load(account)
    except Exception:
        plan = None
    if plan is None:
        raise LookupError(account)
    return plan


def not_tested(account):
    try:
        plan = load(account)
    except Exception:
        plan = None
    return render(plan)


def selects(db):
    try:
        db.execute("SELECT 1")
    except DatabaseError:
        pass


def deletes(db, session):
    try:
        db.execute(text("delete from users"))
        session.execute(update(User).values(name="x"))
        session.query(User).filter(User.id == 1).delete()
    except DatabaseError:
        pass


def reads(session):
    try:
        session.query(User).all()
    except DatabaseError:
        pass


def milestone():
    try:
        from app.analytics import mark

        mark("first")
    except Exception:
        pass


def optional():
    try:
        import speedups

        speedups.setup()
    except Exception:
        pass


def decodes(value):
    try:
        value = decode_base62(value)
    except Exception:
        return value
