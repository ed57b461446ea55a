import { sha256 } from "../kernel";

/** Hexadecimal digits of the hash that are used: 48 bit, exact in a double. */
const DIGITS = 12;

/**
 * Which of several variants a person gets: a hash of campaign and person, in proportion to the
 * weights. The same person always gets the same, whoever asks and in whatever order; another
 * campaign splits anew. Variants come in their order.
 */
export function variantFor<V extends { weight: number }>(
  campaignId: string,
  contactId: string,
  variants: readonly V[],
): V {
  const total = variants.reduce((sum, variant) => sum + variant.weight, 0);
  const digest = sha256(`split:${campaignId}:${contactId}`).slice(0, DIGITS);
  let left = (Number.parseInt(digest, 16) / 16 ** DIGITS) * total;
  for (const variant of variants) {
    left -= variant.weight;
    if (left < 0) return variant;
  }
  const [first] = variants;
  if (!first) throw new Error("A campaign without a variant cannot be split.");
  return first;
}
