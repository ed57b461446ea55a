import NextAuth from "next-auth";
import { authOptions } from "@/server/auth";

interface Params {
  params: Promise<{ nextauth: string[] }>;
}

/** Built per request: the configuration reads the environment, which a build does not have. */
function handle(request: Request, context: Params): Promise<Response> {
  return NextAuth(request as never, context as never, authOptions());
}

export { handle as GET, handle as POST };
