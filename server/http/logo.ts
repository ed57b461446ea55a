import { Readable } from "node:stream";
import { database } from "@/db/client";
import { findLogo } from "../files";
import { readToken, toAppError, unpackId } from "../kernel";

const NOT_FOUND = { status: 404, headers: { "cache-control": "no-store" } };

/**
 * A brand's logo by its signed name. The name stands for one picture for ever, so the answer may be
 * kept for ever; anything that is not a logo of ours is 404.
 */
export async function serveLogo(token: string): Promise<Response> {
  const [kind, workspace, file] = readToken("media", token) ?? [];
  const workspaceId = unpackId(workspace ?? "");
  const fileId = unpackId(file ?? "");
  if (kind !== "logo" || !workspaceId || !fileId) return new Response(null, NOT_FOUND);
  try {
    const logo = await database().inWorkspace(workspaceId, (db) =>
      findLogo({ db, workspaceId }, fileId),
    );
    if (!logo) return new Response(null, NOT_FOUND);
    return new Response(Readable.toWeb(logo.stream) as ReadableStream<Uint8Array>, {
      headers: {
        "content-type": logo.contentType,
        "content-length": String(logo.size),
        "content-disposition": "inline",
        "cache-control": "public, max-age=31536000, immutable",
        "x-content-type-options": "nosniff",
        // Shown in mail programs of the web, which are other sites.
        "cross-origin-resource-policy": "cross-origin",
      },
    });
  } catch (error) {
    const { code, status } = toAppError(error);
    return code === "NOT_FOUND" ? new Response(null, NOT_FOUND) : new Response(null, { status });
  }
}
