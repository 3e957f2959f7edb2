// Nothing here takes a request.
import express from "express";
import request from "supertest";
import axios from "axios";
import { cache } from "./cache";

const app = express();
const known = new Map<string, number>();

app.get("env");
app.set("trust proxy", true);
axios.get("https://example.com", { timeout: 5 });
cache.delete("key", () => {});
known.get("x");
request(app).post("/users").send({});
app.use("/api", express.json());
