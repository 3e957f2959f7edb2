import ipdb
import pdb as debugger
from celery.contrib import rdb
from pdb import set_trace as stop

import tools
from tools import breakpoint as mark


def confirm(order):
    breakpoint()
    debugger.set_trace()
    ipdb.set_trace(context=5)
    rdb.set_trace()
    stop()
    tools.set_trace()
    order.breakpoint()
    mark()
    """Never call pdb.set_trace() here."""


def late():
    import pudb; pudb.set_trace()
    print("no part of this")
