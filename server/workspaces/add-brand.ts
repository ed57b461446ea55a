import type { brands, Tx } from "@/db";
import de from "@/messages/de/consent.json";
import en from "@/messages/en/consent.json";
import { newId } from "../kernel";
import { insertBrand, insertTrackingPurpose } from "./queries";

/** The words recipients read on the unsubscribe page; whoever may configure consent can change them. */
function wording(locale: string): { name: string; description: string } {
  return (locale.startsWith("de") ? de : en).topics.tracking;
}

/**
 * Adds a brand together with its purpose `tracking`, so that there is no moment at which a brand
 * sends and nobody can be asked. `locale` is the workspace's.
 */
export async function addBrand(
  tx: Tx,
  row: typeof brands.$inferInsert,
  locale: string,
): Promise<void> {
  await insertBrand(tx, row);
  await insertTrackingPurpose(tx, {
    workspaceId: row.workspaceId,
    id: newId(),
    brandId: row.id,
    channel: "tracking",
    ...wording(locale),
  });
}
