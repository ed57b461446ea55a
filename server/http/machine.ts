import { database } from "@/db/client";
import type { Machine } from "../auth";
import { AppError, type Ctx, clock } from "../kernel";

/** Runs `work` for a machine that has shown its key, in one transaction bound to the key's workspace. */
export function asMachine<T>(
  machine: Machine,
  requestId: string,
  work: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  const { workspaceId, keyId } = machine;
  return database().inWorkspace(workspaceId, (db) =>
    work({ workspaceId, actor: { kind: "api_key", id: keyId }, db, now: clock.now(), requestId }),
  );
}

/**
 * The JSON of a machine's request. PAYLOAD_REJECTED for a body of more than `maxBytes` (it is read
 * no further), INPUT_INVALID for one that is not JSON in UTF-8.
 */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) {
      await reader.cancel();
      throw new AppError("PAYLOAD_REJECTED");
    }
    chunks.push(value);
  }
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    throw new AppError("INPUT_INVALID");
  }
}
