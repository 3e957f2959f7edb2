import functools

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Column, ForeignKey, Integer, String, Table
from sqlalchemy.ext.declarative import declared_attr
from sqlalchemy.orm import declarative_base, deferred, relationship, validates
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.mutable import MutableDict

from .keys import primary_key

db = SQLAlchemy()
Base = declarative_base()
Required = functools.partial(db.Column, nullable=False)


class Owned:
    @declared_attr
    def owner_id(cls):
        return Column(Integer, ForeignKey("users.id", ondelete="CASCADE"))

    @declared_attr
    def owner(cls):
        return relationship("User")

    @declared_attr
    def __tablename__(cls):
        return cls.__name__.lower()


class User(Owned, Base):
    __tablename__ = "users"
    __table_args__ = (sa.UniqueConstraint("email"), {"schema": "app"})

    id = primary_key("User")
    email = sa.Column("e_mail", sa.String(320), unique=True, nullable=False)
    options = deferred(Column(MutableDict.as_mutable(JSONB), default={}))
    kra_pin = Column(String(length=200))
    plain_attribute = 3
    posts = relationship("Post", back_populates="user")

    @validates("kra_pin")
    def _validate(self, key, value):
        return encrypt(value)


class Post(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    user_id = db.Column(db.ForeignKey(User.id))

    class Meta:
        ordering = "id"


class Draft(Post):
    __abstract__ = True


tags = Table("tags", Base.metadata, Column("name", String(30), primary_key=True), sa.Index("name"))
