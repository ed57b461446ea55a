import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { cookies } from "next/headers";
import { errorResponse, requireJson, requireSameOrigin } from "@/server/http";
import { appRouter } from "@/server/root";
import { createRequestContext } from "@/server/trpc";

async function handle(request: Request): Promise<Response> {
  const jar = await cookies();
  const ctx = createRequestContext({
    header: (name) => request.headers.get(name),
    cookie: (name) => jar.get(name)?.value,
  });
  try {
    if (request.method !== "GET") {
      requireSameOrigin(request);
      requireJson(request);
    }
  } catch (error) {
    return errorResponse(error, ctx.requestId);
  }
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: () => ctx,
  });
}

export { handle as GET, handle as POST };
