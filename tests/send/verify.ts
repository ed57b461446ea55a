import { dkimVerify } from "mailauth/lib/dkim/verify";
import PostalMime from "postal-mime";
import { SENDER } from "./letter";

/**
 * Parses mails as a sink kept them and verifies their signatures with a verifier that is not ours, over
 * a name server that knows one key. Throws on the first that fails; returns how many held.
 */
export async function verifySamples(
  samples: readonly string[],
  published: string,
): Promise<number> {
  const resolver = async (name: string): Promise<string[][]> => {
    if (name === `${SENDER.selector}._domainkey.${SENDER.domain}`) return [[published]];
    throw Object.assign(new Error("no such name"), { code: "ENOTFOUND" });
  };
  for (const sample of samples) {
    const raw = Buffer.from(sample, "latin1");
    const mail = await PostalMime.parse(raw);
    if (!mail.html || !mail.text || !mail.subject) throw new Error("A mail has no content.");
    const { results } = await dkimVerify(raw, { resolver });
    const result = results[0]?.status.result;
    if (results.length !== 1 || result !== "pass")
      throw new Error(`A signature is ${JSON.stringify(results[0]?.status)}.`);
  }
  return samples.length;
}
