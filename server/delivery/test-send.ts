import { sampleUnsubscribeLinks } from "../consent";
import { findPeople } from "../contacts";
import { findVersion, NOBODY, productsFor, renderEncoded } from "../content";
import { AppError, type Ctx } from "../kernel";
import { findBrandKit } from "../workspaces";
import { messageIdOf } from "./headers.core";
import { composeMime, mimeBytes } from "./mime";
import type { Outcome } from "./outcome.core";
import { sendSingle } from "./single";
import * as queries from "./test-queries";

/** Ours, and the same in every language: it marks the mail for colleagues, not for customers. */
const PREFIX = "[Test] ";

type InWorkspace = <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>;

interface TestLetter {
  id: string;
  workspaceId: string;
  envelope: { from: string; to: string };
  raw: Buffer;
}

async function composeTest(ctx: Ctx, id: string): Promise<TestLetter | null> {
  const { db, workspaceId, now } = ctx;
  const taken = await queries.takeTestSend(db, workspaceId, id);
  if (!taken) return null;
  const kit = await findBrandKit(db, workspaceId, taken.brandId);
  const compiled = await findVersion(db, workspaceId, taken.versionId);
  const [person] = taken.contactId
    ? await findPeople(db, workspaceId, [taken.contactId])
    : [NOBODY];
  if (!kit || !compiled || !person) throw new AppError("NOT_FOUND");
  // As the person sees it, but the links belong to nobody: a colleague who tries them must not
  // unsubscribe a customer. For the same reason there is no List-Unsubscribe header.
  const links = sampleUnsubscribeLinks();
  const products = (await productsFor(ctx, compiled, [person.id])).get(person.id);
  const letter = renderEncoded(compiled, { person, brandKit: kit, links, products });
  const { senderName, senderEmail, replyTo } = kit.brand;
  const mime = composeMime({
    ...letter,
    subject: PREFIX + letter.subject,
    from: { name: senderName, address: senderEmail },
    to: taken.address,
    replyTo,
    messageId: messageIdOf({ workspaceId, contactId: id, dedupeKey: "test", senderEmail }),
    date: now,
    headers: {},
  });
  const raw = mimeBytes(mime);
  return { id, workspaceId, raw, envelope: { from: senderEmail, to: taken.address } };
}

const STATE_AFTER: Record<Outcome, "accepted" | "failed" | "unknown"> = {
  accepted: "accepted",
  rejected: "failed",
  // "Later" and "not now" end a test letter: a person waits for it and can ask again.
  deferred: "failed",
  unwritten: "failed",
  lost: "unknown",
};

/**
 * Sends one test letter and notes what came of it. Taken up at most once, whatever happens to the
 * worker; nothing is tried again by itself.
 */
export async function sendTestLetter(inWorkspace: InWorkspace, id: string): Promise<void> {
  const finish = (state: "accepted" | "failed" | "unknown", remoteText: string | null) =>
    inWorkspace(({ db, workspaceId, now }) =>
      queries.finishTestSend(db, workspaceId, { id, state, remoteText, at: now }),
    );
  let letter: TestLetter | null;
  try {
    letter = await inWorkspace((ctx) => composeTest(ctx, id));
  } catch (error) {
    // That transaction is gone and with it the claim; this one takes it up only to say so.
    await inWorkspace(({ db, workspaceId }) => queries.takeTestSend(db, workspaceId, id));
    await finish("failed", error instanceof AppError ? error.code : "INTERNAL");
    throw error;
  }
  if (!letter) return;
  const { outcome, reply } = await sendSingle(letter.workspaceId, letter.envelope, letter.raw);
  await finish(
    STATE_AFTER[outcome],
    reply?.text ?? (outcome === "unwritten" ? "MAIL_NOT_SENT" : null),
  );
}
