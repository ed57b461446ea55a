import { and, eq, sql } from "drizzle-orm";
import { type Tx, withdrawnAddresses } from "@/db";

export type WithdrawnRow = Omit<typeof withdrawnAddresses.$inferInsert, "workspaceId">;

/** What the holders of these addresses had ended when they gave them up. */
export function listWithdrawn(tx: Tx, workspaceId: string, digests: readonly string[]) {
  return tx
    .select({
      addressHmac: withdrawnAddresses.addressHmac,
      scopeId: withdrawnAddresses.scopeId,
      contactId: withdrawnAddresses.contactId,
    })
    .from(withdrawnAddresses)
    .where(
      and(
        eq(withdrawnAddresses.workspaceId, workspaceId),
        sql`${withdrawnAddresses.addressHmac} = any(${sql.param(digests)}::text[])`,
      ),
    );
}

export async function insertWithdrawn(
  tx: Tx,
  workspaceId: string,
  rows: readonly WithdrawnRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const own = rows.map((row) => ({ ...row, workspaceId }));
  await tx.insert(withdrawnAddresses).values(own).onConflictDoNothing();
}

/** Their holder has the address again: from now on their own ledger speaks for it. */
export async function deleteWithdrawn(
  tx: Tx,
  workspaceId: string,
  held: readonly { addressHmac: string; contactId: string }[],
): Promise<void> {
  if (held.length === 0) return;
  await tx.execute(sql`
    delete from withdrawn_addresses w
    using jsonb_to_recordset(${JSON.stringify(held)}::jsonb)
      as h("addressHmac" text, "contactId" uuid)
    where w.workspace_id = ${workspaceId} and w.address_hmac = h."addressHmac"
      and w.contact_id = h."contactId"`);
}
