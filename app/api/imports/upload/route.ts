import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { cookies } from "next/headers";
import { errorResponse, json, requireSameOrigin } from "@/server/http";
import { draftFromFile, spool } from "@/server/imports";
import { ImportKind, MAX_FILE_BYTES } from "@/server/imports/schemas";
import { AppError } from "@/server/kernel";
import { createRequestContext, inConsole, requireMember } from "@/server/trpc";

/**
 * Takes a file for an import: the request's body is the file's bytes, `?name=` what it is called,
 * `?kind=` people or orders when the person already said so. Answers 201 `{id}` of the draft.
 */
export async function POST(request: Request): Promise<Response> {
  const jar = await cookies();
  const context = createRequestContext({
    header: (name) => request.headers.get(name),
    cookie: (name) => jar.get(name)?.value,
  });
  try {
    requireSameOrigin(request);
    // Before the first byte is taken.
    await requireMember(context, "contacts.import");
    const announced = Number(request.headers.get("content-length") ?? 0);
    if (announced > MAX_FILE_BYTES) throw new AppError("UPLOAD_TOO_LARGE");
    if (!request.body) throw new AppError("CSV_EMPTY");
    const query = new URL(request.url).searchParams;
    const name = (query.get("name") ?? "").trim().slice(0, 200) || "upload.csv";
    const kind = ImportKind.nullable().catch(null).parse(query.get("kind"));
    const spooled = await spool(Readable.fromWeb(request.body as ReadableStream), {
      now: context.now,
      announced,
    });
    try {
      // Whatever stands before this route may cut a body short; half a file must not come in.
      if (announced > 0 && spooled.size !== announced) throw new Error("The upload was cut short.");
      const draft = await inConsole(context, "contacts.import", (ctx) =>
        draftFromFile(ctx, { path: spooled.path, name, kind }),
      );
      return json(draft, 201);
    } finally {
      await spooled.remove();
    }
  } catch (error) {
    return errorResponse(error, context.requestId);
  }
}
