export const labels = {
  passwordLabel: "Your password",
  tokenKey: "session_token",
  secretName: "billing/stripe/webhook",
  resetPassword: "auth.resetPassword.title2",
};
enum ErrorCode {
  InvalidToken = "INVALID_TOKEN",
  WrongPassword = "WRONG_PASSWORD_2",
}
const firebase = {
  apiKey: "AIzaSyq8LmT0vXb7RkY2nWc5HdJ9sPgA4eUf3Zx",
  authDomain: "acme.firebaseapp.com",
};
const anon = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJzdXBhYmFzZSIsInJvbGUiOiJhbm9uIn0.q8LmT0vXb7RkY2nWc5HdJ9sPgA4eUf3Z1aBcDeFgHiJ";
const integrity = "sha512-q8LmT0vXb7RkY2nWc5HdJ9sPgA4eUf3Z1aBcDeFgHiJq8LmT0vXb7RkY2nWc5HdJ9sPgA4eUf3Z1aBcDeFgHiJ==";
const url = `https://${user}:${password}@registry.acme.io`;
const sentryDsn = "https://9f3a07c1e5b8d2640a7fe3c95d1b862f@o450.ingest.sentry.io/4505";
if (type === "password") show();
const INJECTION_TOKEN = "USER_REPOSITORY_TOKEN";
const stripe = "pk_live_q8LmT0vXb7RkY2nWc5HdJ9sP";
