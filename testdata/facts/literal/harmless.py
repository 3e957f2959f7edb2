import os

PASSWORD_FIELD = "password"
TOKEN_URL = "https://auth.example.com/oauth/token"
API_KEY_HEADER = "X-Api-Key"
TOKEN_TYPE = "Bearer"
WRONG_PASSWORD = "wrong-password"
INVALID_TOKEN = "errors.auth.INVALID_TOKEN_2FA"
PASSWORD_REGEX = r"^(?=.*[A-Z])(?=.*\d)[A-Za-z\d@$!%*?&]{8,}$"
SECRET_PLACEHOLDER = "<your-secret-here>"
API_KEY = "your-api-key"
EMPTY_PASSWORD = ""
AWS_EXAMPLE = "AKIAIOSFODNN7EXAMPLE"
DEV_URL = "postgresql://postgres:postgres@localhost:5432/app"
TEMPLATE_URL = f"postgresql://{user}:{password}@{host}:5432/{name}"
FORMAT_URL = "redis://:%s@%s:6379" % (password, host)
PUBLIC_KEY = """-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAx3qZ8vL2mT0Xb7RkY2nW
-----END PUBLIC KEY-----"""
PEM_HEADER = "-----BEGIN PRIVATE KEY-----"
PASSWORD_HASH = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub"
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
SESSION_KEY = "user:session:v2"
KEY_ALGORITHM = "RS256"
TRACE_ID = "550e8400-e29b-41d4-a716-446655440000"
ERROR = "Your password must contain 8 characters, e.g. Passw0rd!"
PASSWORD_LABEL = "Password!"
SSH = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG7Kq2vXw9LmT0Rb4nYc5HdJ8sPgA3eUf1ZqW mail@acme.io"
token = os.environ["TOKEN"]
next_token = response["NextToken"]
ICON = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4"
SECRET_VALUE = "env(S3_SECRET_KEY2)"
TEST_API_KEY = "sk_live_q8LmT0vXb7RkY2nWc5HdJ9sP"
POSTHOG_TOKEN = "phc_q8LmT0vXb7RkY2nWc5HdJ9sPgA4eUf3Z"
field = Field(examples=["x", {"username": "johndoe", "password": "Tr0ub4dor&3"}])
