# None of these sees changes of a model.
from sqlalchemy import event


@event.listens_for(Engine, "connect")
def connected(connection, record):
    pass


@event.listens_for(User.name, "set")
def named(target, value, old, initiator):
    pass


class Form:
    def save(self):
        pass
