import NextAuth from "next-auth";
import { authOptions } from "@/server/auth";
import { errorResponse, requireSameOrigin } from "@/server/http";
import { newId } from "@/server/kernel";

interface Params {
  params: Promise<{ nextauth: string[] }>;
}

/** Built per request: the configuration reads the environment, which a build does not have. */
function handle(request: Request, context: Params): Promise<Response> {
  const options = authOptions(request.headers.get("user-agent"));
  return NextAuth(request as never, context as never, options);
}

/** A POST signs in or out: only from a page of ours (next-auth's own token is the second lock). */
async function act(request: Request, context: Params): Promise<Response> {
  try {
    requireSameOrigin(request);
  } catch (error) {
    return errorResponse(error, newId());
  }
  return handle(request, context);
}

export { act as POST, handle as GET };
