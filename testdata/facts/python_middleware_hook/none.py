# None of these runs around a handler.
from app import plugins

plugins.register(plugins.audit)
app.add_middleware(new(1))
middleware = ["app.audit.AuditMiddleware"]
INSTALLED_APPS = ["app.audit.AuditMiddleware"]


@plugins.before
def before():
    pass


@property
def after_request(self):
    return self.after
