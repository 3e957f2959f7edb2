import logging
import re

import structlog

SENSITIVE = {"password", "ssn"}
COLORS = ["red"]


def hide(logger, name, event):
    for key in SENSITIVE:
        if key in event:
            event[key] = "***"
    return event


class Scrub(logging.Filter):
    def filter(self, record):
        record.msg = re.sub(r"token=\\S+", "token=[REDACTED]", record.msg)
        return True


class Quiet(logging.Filter):
    def filter(self, record):
        return record.name != "***"


structlog.configure(processors=[structlog.stdlib.add_log_level, hide, structlog.processors.JSONRenderer()])
logging.getLogger().addFilter(Scrub())
LOGGING = {"version": 1, "filters": {"scrub": {"()": "app.log.Scrub"}}}
