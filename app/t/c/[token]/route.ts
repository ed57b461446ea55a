import { faultPage } from "@/app/(public)/_components/fault-page";
import { followLink } from "@/server/http";

interface Params {
  params: Promise<{ token: string }>;
}

/**
 * A link of a mail: leads to the destination that was frozen with its letter, and nowhere else. A
 * token of which any bit is not ours is 404. Works without the database for links it has led before.
 */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  const { token } = await params;
  const answer = await followLink(request, token);
  return answer instanceof Response ? answer : faultPage(request, answer);
}

/** The same answer without a body; it counts as a machine's. */
export const HEAD = GET;
