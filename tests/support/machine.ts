import { createApiKey } from "@/server/workspaces";
import type { TestWorkspace } from "./workspace";

/** A key of the workspace that may send orders, as the operator gets it. */
export async function ingestKey(workspace: TestWorkspace): Promise<{ key: string; id: string }> {
  return workspace.run((ctx) => createApiKey(ctx, { name: "Shop", scopes: ["ingest"] }));
}

/** A request as a shop sends it. */
export function orderRequest(key: string | null, body: unknown): Request {
  return new Request("http://localhost/api/v1/orders", {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
    },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}
