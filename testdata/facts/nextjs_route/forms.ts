// Handlers of a route file.
import { NextResponse } from "next/server";
import { withAuth } from "@/lib/auth";
import { create } from "@/lib/users";

export async function GET(request: Request) {
  return NextResponse.json({});
}

export const POST = withAuth(async (request) => NextResponse.json(await create(request)));

export const DELETE = create;
