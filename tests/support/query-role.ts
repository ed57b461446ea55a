/**
 * What keeps tenants apart in the query role: every statement a test run sends there is explained,
 * and each scan of a table must have a condition on its workspace.
 */
import pg from "pg";

const sent = new Map<pg.Client, boolean>();
const seen = new Set<string>();

function textOf(config: unknown): string {
  if (typeof config === "string") return config;
  return (config as { text?: string } | null)?.text ?? "";
}

/** From now on every statement that any connection of this process sends in the query role is kept. */
export function watchQueryRole(): void {
  const original = pg.Client.prototype.query as (...args: unknown[]) => unknown;
  const watched = function (this: pg.Client, ...args: unknown[]): unknown {
    const text = textOf(args[0]);
    if (/set_config\('role', regexp_replace/.test(text)) sent.set(this, true);
    else if (/set_config\('role', 'none'|^(rollback|commit)$/.test(text)) sent.delete(this);
    else if (sent.get(this) && !/^(savepoint|release|set )/.test(text)) seen.add(text);
    return original.apply(this, args);
  };
  pg.Client.prototype.query = watched as typeof pg.Client.prototype.query;
}

/** The statements kept so far; they are forgotten. */
export function takeWatched(): string[] {
  const texts = [...seen];
  seen.clear();
  return texts;
}

interface PlanNode {
  "Relation Name"?: string;
  Plans?: PlanNode[];
  [key: string]: unknown;
}

const CONDITIONS = ["Index Cond", "Recheck Cond", "Filter"];

function openScans(node: PlanNode): string[] {
  const relation = node["Relation Name"];
  const conditions = CONDITIONS.map((name) => String(node[name] ?? "")).join(" ");
  const isOpen = relation !== undefined && !/\bworkspace_id = /.test(conditions);
  return [...(isOpen ? [relation] : []), ...(node.Plans ?? []).flatMap(openScans)];
}

/** The tables that a statement scans without a condition on the workspace. */
export async function scansOfEverybody(client: pg.ClientBase, text: string): Promise<string[]> {
  const { rows } = await client.query<{ "QUERY PLAN": [{ Plan: PlanNode }] }>(
    `explain (generic_plan, format json) ${text}`,
  );
  return rows.flatMap((row) => openScans(row["QUERY PLAN"][0].Plan));
}
