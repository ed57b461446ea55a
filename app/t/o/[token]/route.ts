import { servePixel } from "@/server/http";

interface Params {
  params: Promise<{ token: string }>;
}

/** The picture that tells an open. It answers always and always the same. */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  return servePixel(request, (await params).token);
}

/** The same answer without a body; it counts as a machine's. */
export const HEAD = GET;
