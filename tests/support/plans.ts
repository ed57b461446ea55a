import pg from "pg";
import { vi } from "vitest";
import type { Ctx } from "@/server/kernel";
import { testDatabase } from "./database";
import type { TestWorkspace } from "./workspace";

export interface Asked {
  text: string;
  values: unknown[];
}

/** The statements naming `word` that `work` sends, as the driver gets them. */
export async function statements(
  workspace: TestWorkspace,
  word: string,
  work: (ctx: Ctx) => Promise<unknown>,
): Promise<Asked[]> {
  const spy = vi.spyOn(pg.Client.prototype, "query");
  try {
    await workspace.run(work);
    return spy.mock.calls.flatMap(([config, values]) => {
      const text = typeof config === "string" ? config : (config as { text?: string }).text;
      return text?.includes(word) ? [{ text, values: values as unknown[] }] : [];
    });
  } finally {
    spy.mockRestore();
  }
}

/**
 * Their plans under the web role, with scans of whole tables priced out: what is left is what cannot use an index. So
 * with sorts, if asked for: of a few rows one costs as little as an order that is there.
 */
export async function plans(
  workspaceId: string,
  asked: readonly Asked[],
  { withSorts = true } = {},
): Promise<string[]> {
  const { webUrl } = await testDatabase();
  const client = new pg.Client({ connectionString: webUrl });
  await client.connect();
  try {
    await client.query("begin");
    await client.query("select set_config('app.workspace_id', $1, true)", [workspaceId]);
    await client.query("set local enable_seqscan = off");
    if (!withSorts) await client.query("set local enable_sort = off");
    const made: string[] = [];
    for (const { text, values } of asked) {
      const { rows } = await client.query<{ "QUERY PLAN": string }>(`explain ${text}`, values);
      made.push(rows.map((row) => row["QUERY PLAN"]).join("\n"));
    }
    return made;
  } finally {
    await client.end();
  }
}
