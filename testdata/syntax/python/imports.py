from __future__ import annotations
import os
import a.b.c, numpy as np
import x . y
from . import sibling
from .. import up as above
from .models import User as U, Account
from ..pkg.sub import (
    one,  # why
    two as deux,
)
from pkg import *
if TYPE_CHECKING:
    from typing import Any
try:
    import fast
except ImportError:
    fast = None
