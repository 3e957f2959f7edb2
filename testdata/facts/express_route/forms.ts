// Routes in every form Express takes them.
import express, { Router } from "express";
import { requireUser } from "./auth";
import * as users from "./users";
import { asyncHandler } from "./wrap";
import { ordersRouter } from "./orders";

const app = express();
const router = Router();
const BASE = "/constant";

app.get("/", (req, res) => res.send("ok"));
router.post("/users", requireUser, users.create);
router.put("/users/:id", requireUser, asyncHandler(async (req, res) => res.json({})));
router.delete(`${BASE}/:id`, users.remove.bind(users));
router.route("/books").get(users.list).post(requireUser, users.create);
app.all(BASE, users.list);
app.patch(["/a", "/b"], users.list);
ordersRouter.post("/orders", users.create);
express.Router().get("/chained", users.list);

export function register(r: Router) {
  r.post("/typed", users.create);
}
