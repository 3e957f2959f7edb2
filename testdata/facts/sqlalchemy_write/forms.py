"""Writes in every form SQLAlchemy takes them."""

import sqlalchemy as sa
from sqlalchemy import delete, insert, update
from sqlalchemy.dialects.postgresql import insert as pg_insert

from app.models import Order, User, db


def create(session, user):
    session.add(user)
    session.add(User(name="x"))
    session.add_all([user])
    session.commit()


class Service:
    def __init__(self, db_session):
        self.db_session = db_session

    async def change(self, user):
        await self.db_session.merge(user)
        await self.db_session.delete(user)
        self.db_session.bulk_insert_mappings(User, [])
        await self.db_session.execute(update(User).where(User.id == 1).values(name="y"))
        await self.db_session.execute(insert(Order), [{}])
        await self.db_session.execute(sa.delete(Order))
        await self.db_session.execute(pg_insert(Order).values([]).on_conflict_do_nothing())


def old(session):
    session.query(User).filter(User.id == 1).update({"name": "z"})
    session.query(Order).filter_by(id=1).delete(synchronize_session=False)
    User.query.filter_by(id=1).delete()
    db.session.add(Order())
    db.session.commit()
    session.execute(delete(Order))
