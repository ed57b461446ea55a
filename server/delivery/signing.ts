import { type KeyObject, sign } from "node:crypto";
import { promisify } from "node:util";

/** RSA-SHA256 of a text, base64. */
export type Sign = (data: string, key: KeyObject) => Promise<string>;

const signAsync = promisify(sign);

/** Signs on a thread of the pool that everything else in the process shares. */
export const signInPool: Sign = async (data, key) =>
  (await signAsync("sha256", Buffer.from(data, "utf8"), key)).toString("base64");
