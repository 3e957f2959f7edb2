"""Routes in every form FastAPI takes them."""

from fastapi import APIRouter, FastAPI
import fastapi

from app.routers import users_router

app = FastAPI()
router = APIRouter(prefix="/orders")
inner = fastapi.APIRouter()
PATH = "/constant"


@app.get("/")
def root():
    return {}


@router.post("", response_model=None)
async def create(body: dict):
    return body


@router.delete(
    "/{order_id}",
    status_code=204,
)
def remove(order_id: int):
    return None


@inner.api_route("/both", methods=["GET", "POST"])
def both():
    return None


@inner.put(PATH)
def constant():
    return None


@inner.patch(f"{PATH}/{{id}}/close")
def close(id: int):
    return None


@users_router.head("/imported")
def imported():
    return None


@app.websocket("/ws")
async def socket(ws):
    await ws.accept()


def plain():
    return None


router.add_api_route("/plain", plain, methods=["PUT"])
lazy = router.post("/lazy")(plain)
router.add_api_route(path="/named", endpoint=plain)
