"""Mail, as templates filled in and handed to the relay."""

import logging
import smtplib
from email.message import EmailMessage

from acme_telemetry import get_reporter

try:
    import markdown
except ImportError:
    markdown = None

logger = logging.getLogger(__name__)
reporter = get_reporter("mailer")


def send(address: str, subject: str, body: str, relay: str = "localhost") -> None:
    message = EmailMessage()
    message["To"] = address
    message["Subject"] = subject
    message.set_content(markdown.markdown(body) if markdown else body)
    with smtplib.SMTP(relay) as connection:
        connection.send_message(message)
    print("mail sent:", subject)  # expect: print-instead-of-logger
    reporter.track("mail", subject)


def render(template, **values):  # expect: function-without-type-hints "template"
    return template.format(**values)


def preview(template: str, row: object) -> str:
    try:
        return render(template, row=row)
    except Exception:  # expect: error-too-broad
        forget(template)
        return "preview not possible"


def forget(template: str) -> None:
    logger.info("template dropped", extra={"length": len(template)})
