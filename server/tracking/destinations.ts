import type { Tx } from "@/db";
import { listLinksBeside } from "./queries";

/** About 200 bytes each. */
const MOST_KEPT = 20_000;

type InWorkspace = (workspaceId: string, work: (tx: Tx) => Promise<void>) => Promise<void>;

/**
 * Where links lead, kept in memory: a link that was followed once, and those beside it in its
 * letter, go on leading there while the database is away. Destinations never change, so nothing is
 * ever refreshed; the longest unused go first.
 */
export function destinationCache(inWorkspace: InWorkspace, most = MOST_KEPT) {
  const kept = new Map<string, string>();

  function keep(key: string, url: string): void {
    kept.delete(key);
    kept.set(key, url);
    if (kept.size > most) kept.delete(kept.keys().next().value ?? "");
  }

  return {
    async find(workspaceId: string, linkId: string): Promise<string | null> {
      const key = `${workspaceId} ${linkId}`;
      const known = kept.get(key);
      if (known) {
        keep(key, known);
        return known;
      }
      let found: string | null = null;
      await inWorkspace(workspaceId, async (tx) => {
        for (const { id, url } of await listLinksBeside(tx, workspaceId, linkId)) {
          // They were checked when the letter was frozen; nothing else is ever led to.
          if (!/^https?:\/\//.test(url)) continue;
          keep(`${workspaceId} ${id}`, url);
          if (id === linkId) found = url;
        }
      });
      return found;
    },
  };
}
