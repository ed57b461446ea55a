import { api } from "@/app/_trpc/server";
import { errorResponse } from "@/server/http";
import { newId } from "@/server/kernel";

/** A kept mail's bytes, exactly as they came. */
export async function GET(_request: Request, context: { params: Promise<{ id: string }> }) {
  try {
    const { id } = await context.params;
    const bytes = await (await api()).mailbox.raw({ id });
    return new Response(bytes.slice(), {
      headers: {
        "content-type": "message/rfc822",
        "content-disposition": `attachment; filename="${encodeURIComponent(id)}.eml"`,
        "x-content-type-options": "nosniff",
        "cache-control": "private, no-store",
      },
    });
  } catch (error) {
    return errorResponse(error, newId());
  }
}
