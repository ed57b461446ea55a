import { followAddresses } from "../consent";
import { type PersonEdit, updatePerson } from "../contacts";

import type { Ctx } from "../kernel";

/**
 * Changes the columns of a person. Consent belongs to the address it was given for: with another
 * one it ends, in the same transaction. Returns how many topics that were. Errors: as
 * `updatePerson`.
 */
export async function editPerson(ctx: Ctx, input: PersonEdit): Promise<{ expired: number }> {
  const { before, after } = await updatePerson(ctx, input);
  if (before === after) return { expired: 0 };
  return followAddresses(ctx, [{ contactId: input.id, before, after }]);
}
