from yoyo import step

from .helpers import fill, unfill

step(fill, unfill)
