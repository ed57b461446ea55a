import { Readable } from "node:stream";
import { database } from "@/db/client";
import { findPicture } from "../files";
import { readToken, toAppError, unpackId } from "../kernel";

const NOT_FOUND = { status: 404, headers: { "cache-control": "no-store" } };

/**
 * A brand's logo or a letter's image by its signed name. The name stands for one picture for ever,
 * so the answer may be kept for ever; anything that is no picture of ours is 404.
 */
export async function servePicture(token: string): Promise<Response> {
  const [kind, workspace, file] = readToken("media", token) ?? [];
  const workspaceId = unpackId(workspace ?? "");
  const fileId = unpackId(file ?? "");
  const isPicture = kind === "logo" || kind === "image";
  if (!isPicture || !workspaceId || !fileId) return new Response(null, NOT_FOUND);
  try {
    const picture = await database().inWorkspace(workspaceId, (db) =>
      findPicture({ db, workspaceId }, fileId),
    );
    if (!picture) return new Response(null, NOT_FOUND);
    return new Response(Readable.toWeb(picture.stream) as ReadableStream<Uint8Array>, {
      headers: {
        "content-type": picture.contentType,
        "content-length": String(picture.size),
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
