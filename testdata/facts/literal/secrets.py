"""Values that look like secrets, in every place where one can be bound to a name.

A token in a docstring documents: ghp_q8LmT0vXb7RkY2nWc5HdJ9sPgA4eUf3Z1aBc
"""
import os

AWS_ACCESS_KEY_ID = "AKIAQ7ZKXM4TNRB2WPLD"
GITHUB_TOKEN: str = "ghp_" + "q8LmT0vXb7RkY2nWc5HdJ9sPgA4eUf3Z1aBc"
DATABASE_URL = "postgresql://billing:h7Kq2vXw9@db.internal:5432/billing"
JWT_SECRET = (
    "f3Zq8LmT0vXb7Rk"
    "Y2nWc5HdJ9sPgA4eU"
)
SIGNING_KEY = """-----BEGIN RSA PRIVATE KEY-----
MIIEowIBAAKCAQEAx3qZ8vL2mT0Xb7RkY2nWc5HdJ9sPgA4eUf3Zq8LmT0vXb7Rk
-----END RSA PRIVATE KEY-----"""
app.config["SECRET_KEY"] = "pL9x2Vq7Zr4Tn8Wk1Ym6Bc3Hd5Js0Gf"
settings.setdefault("api_secret", "pL9x2Vq7Zr4Tn8Wk1Ym6Bc3Hd5Js0Gf")
ADMINS = {"root": {"password": "Sup3rS3cret"}}
token = SecretStr("x7kq2vxw9lmt0rb4nyc5hdj8")
headers = {"Authorization": f"Bearer {prefix} ghp_q8LmT0vXb7RkY2nWc5HdJ9sPgA4eUf3Z1aBc"}


class Mailer:
    smtp_password = b"Tr0ub4dor&3"

    def __init__(self, user, password="hunter2!"):
        self.api_key = api_key or "x7kq2vxw9lmt0rb4nyc5hdj8"
        if password == "Tr0ub4dor&3":
            connect(user, password="vT4nK9qX2mR7")


def login(user):
    payload = jwt.encode({"sub": user.id}, "k9vLq2Zr4Tn8Wk1Y", algorithm="HS256")
    user.set_password("Winter!2026")
    secret = os.getenv("APP_SECRET", "f3Zq8LmT0vXb7RkY2nWc5HdJ9sPgA4eU")
    url = os.environ.get("BROKER_URL") or "amqp://worker:Zr4Tn8Wk1Ym6@queue.acme.io:5672"
