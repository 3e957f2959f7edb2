import logging
import math
import structlog
import foolog
from loguru import logger as lg

logger = logging.getLogger(__name__)
log = structlog.get_logger()
out = foolog.get_logger()
known = structlog.get_logger()


class Service:
    def sign_in(self, user, password, data, dialog, catalog, audit_log):
        logger.info("login of %s with %s", user.id, password)
        logger.info(f"login {user.email} {len(password)} {mask(user.phone)}")
        logger.warning("{} failed".format(user.ssn), exc_info=True)
        logger.error("rejected %s for %s" % (data["token"], data.get("email")))
        self.logger.debug("made", extra={"national_id": user.national_id, "ok": True})
        log.info("signed_in", email=user.email, reason="none")
        log.bind(card_number=user.card)
        lg.success("done")
        out.info("who", password)
        known.info("who", password)
        print("token", data["access_token"], sep=", ")
        logging.getLogger(__name__).info("deep")
        logger.exception("no password given")
        logger.info("has password: %s", password is not None)
        logger.info("password " + ("set" if password else "unset"))
        logger.debug(verify(password))
        logger.debug(str(user.password))
        dialog.error(password)
        catalog.info(password)
        audit_log.info(password)
        math.log(password)
        print(password, file=report)
        print(password, file=sys.stderr)
        logger.info("%s", [u.email for u in users])
        logger.info("token", token=token_id, secret=user.secret_name)
