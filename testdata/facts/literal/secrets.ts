import { createTransport } from "nodemailer";

export const settings = {
  githubToken: "ghp_x7Kq2vXw9LmT0Rb4nYc5HdJ8sPgA3eUf1ZqW",
  sessionSecret: `pL9x2Vq7Zr4Tn8Wk1Ym6Bc3Hd5Js0Gf`,
  "api-key": 'x7kq2vxw9lmt0rb4nyc5hdj8',
};
const transport = createTransport({ auth: { user: "mailer", pass: "vT4nK9qX2mR7" } });
headers.set("x-api-key", "x7kq2vxw9lmt0rb4nyc5hdj8");
const env = [{ name: "WORKER_TOKEN", value: "9f3a07c1e5b8d2640a7fe3c95d1b862f" }];
const hook = `https://hooks.slack.com/services/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`;

class Client {
  private readonly clientSecret: string = "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";
  password = process.env.PASSWORD || "Tr0ub4dor&3";
}

function sign(id: string, secret = "f3Zq8LmT0vXb7RkY2nWc5HdJ9sPgA4eU") {
  if (secret === "Sup3rS3cret") return jwt.sign({ id }, "k9vLq2Zr4Tn8Wk1Y");
  return jwt.sign({ id }, process.env.JWT_SECRET ?? "k9vLq2Zr4Tn8Wk1Y");
}

const token = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJ1LTgxIiwicm9sZSI6InNlcnZpY2Vfcm9sZSJ9.q8LmT0vXb7RkY2nWc5HdJ9sPgA4eUf3Z1aBcDeFgHiJ";
