"""The API's application: routers, middleware, errors."""

import logging

from fastapi import FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse

from app.routes import accounts, auth, invoices
from app.settings import settings

logger = logging.getLogger(__name__)

app = FastAPI(title="Ledgerline", version="0.9.0")
app.add_middleware(
    CORSMiddleware,
    allow_origins=["*"],
    allow_credentials=True,
    allow_methods=["*"],
)
app.include_router(auth.router)
app.include_router(accounts.router, prefix="/v1")
app.include_router(invoices.router, prefix="/v1")


@app.exception_handler(LookupError)
async def not_found(request: Request, error: LookupError) -> JSONResponse:
    logger.info("not found", extra={"path": request.url.path})
    return JSONResponse({"error": {"code": "not_found"}}, status_code=404)


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok", "environment": settings.environment}
