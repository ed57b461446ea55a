import { generateKeyPair, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { record } from "../audit";
import { AppError, type Ctx, newId, open, seal } from "../kernel";
import * as queries from "./domain-queries";
import { storedFindings } from "./findings";

const generate = promisify(generateKeyPair);
const BITS = 2048;

interface KeyName {
  workspaceId: string;
  domainId: string;
  id: string;
}

/** Ties a sealed key to its row: in another one it does not open. */
const identityOf = ({ workspaceId, domainId, id }: KeyName) =>
  `dkim:${workspaceId}:${domainId}:${id}`;

/** Opens a sealed private key (PEM, PKCS #8). */
export function openKey(key: KeyName & { sealedKey: string }): string {
  return open(key.sealedKey, identityOf(key));
}

/**
 * Makes a key pair for a domain. The selector is random, so that the same domain in another workspace
 * or installation keeps a record of its own.
 */
export async function insertNewKey(
  ctx: Ctx,
  { domainId, role }: { domainId: string; role: "current" | "next" },
): Promise<void> {
  const { publicKey, privateKey } = await generate("rsa", {
    modulusLength: BITS,
    publicKeyEncoding: { type: "spki", format: "der" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const name = { workspaceId: ctx.workspaceId, domainId, id: newId(ctx.now.getTime()) };
  await queries.insertKey(ctx.db, {
    ...name,
    selector: `kairos-${randomBytes(3).toString("hex")}`,
    publicKey: publicKey.toString("base64"),
    sealedKey: seal(privateKey, identityOf(name)),
    role,
    createdAt: ctx.now,
  });
}

/** A domain with its keys by role, locked. NOT_FOUND. */
async function lockKeys(ctx: Ctx, domainId: string) {
  const domain = await queries.lockDomain(ctx.db, ctx.workspaceId, domainId);
  if (!domain) throw new AppError("NOT_FOUND");
  const keys = await queries.listKeys(ctx.db, ctx.workspaceId, domainId);
  return { domain, keys, next: keys.find((key) => key.role === "next") };
}

/** Makes the key that is to take over. DKIM_KEY_STATE when one is waiting already. */
export async function addKey(ctx: Ctx, { id }: { id: string }): Promise<void> {
  const { next } = await lockKeys(ctx, id);
  if (next) throw new AppError("DKIM_KEY_STATE");
  await insertNewKey(ctx, { domainId: id, role: "next" });
  await record(ctx, {
    action: "sending_domains.add_key",
    subjectType: "sending_domain",
    subjectId: id,
  });
}

/** Throws away the key that waits to take over. DKIM_KEY_STATE when there is none. */
export async function dropKey(ctx: Ctx, { id }: { id: string }): Promise<void> {
  const { next } = await lockKeys(ctx, id);
  if (!next) throw new AppError("DKIM_KEY_STATE");
  await queries.deleteKey(ctx.db, { workspaceId: ctx.workspaceId, domainId: id, id: next.id });
  await record(ctx, {
    action: "sending_domains.drop_key",
    subjectType: "sending_domain",
    subjectId: id,
    summary: { selector: next.selector },
  });
}

/**
 * Lets the waiting key sign from now on; the private half of the one before it is destroyed.
 * DKIM_KEY_STATE without a waiting key, DKIM_KEY_UNPUBLISHED when the last check did not find it.
 */
export async function switchKey(ctx: Ctx, { id }: { id: string }): Promise<void> {
  const { domain, keys, next } = await lockKeys(ctx, id);
  if (!next) throw new AppError("DKIM_KEY_STATE");
  if (storedFindings(domain)?.keys[next.id]?.state !== "ok") {
    throw new AppError("DKIM_KEY_UNPUBLISHED");
  }
  const name = { workspaceId: ctx.workspaceId, domainId: id };
  for (const key of keys.filter(({ role }) => role === "current")) {
    const retired = { role: "retired", sealedKey: null, retiredAt: ctx.now };
    await queries.updateKey(ctx.db, { ...name, id: key.id }, retired);
  }
  await queries.updateKey(ctx.db, { ...name, id: next.id }, { role: "current" });
  // The record that was found is the signing key's now.
  await queries.updateDomain(
    ctx.db,
    { workspaceId: ctx.workspaceId, id },
    { state: "verified", verifiedAt: domain.verifiedAt ?? ctx.now, failingSince: null },
  );
  await record(ctx, {
    action: "sending_domains.switch_key",
    subjectType: "sending_domain",
    subjectId: id,
    summary: { selector: next.selector },
  });
}
