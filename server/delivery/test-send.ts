import { sampleUnsubscribeLinks } from "../consent";
import { findPeople } from "../contacts";
import { findVersion, NOBODY, productsFor, renderEncoded } from "../content";
import { AppError, type Ctx } from "../kernel";
import { findBrandKit } from "../workspaces";
import { signed } from "./dkim";
import { messageIdOf } from "./headers.core";
import { composeMime, mimeBytes } from "./mime";
import type { Outcome } from "./outcome.core";
import type { ChannelProvider } from "./provider";
import { operatorServer, SINGLE_TIMEOUTS, type SingleMail, sendSingle } from "./single";
import * as queries from "./test-queries";
import { openWays, type Ways } from "./ways";

/** Ours, and the same in every language: it marks the mail for colleagues, not for customers. */
const PREFIX = "[Test] ";

type InWorkspace = <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>;

interface TestLetter {
  mail: SingleMail;
  /** As the campaign's own mail would go. */
  providers: readonly ChannelProvider[];
}

async function composeTest(ctx: Ctx, ways: Ways, id: string): Promise<TestLetter | null> {
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
  const messageId = messageIdOf({ workspaceId, contactId: id, dedupeKey: "test", senderEmail });
  const mime = composeMime({
    ...letter,
    subject: PREFIX + letter.subject,
    from: { name: senderName, address: senderEmail },
    to: taken.address,
    replyTo,
    messageId,
    date: now,
    headers: {},
  });
  const way = await ways.wayOf(db, workspaceId, now);
  const signer = way.signerOf(senderEmail);
  const raw = mimeBytes(signer ? await signed(mime, signer, { at: now }) : mime);
  return {
    mail: { envelope: { from: senderEmail, to: taken.address }, raw, messageId },
    providers: way.providersFor({ brandId: taken.brandId, kind: "marketing", senderEmail }),
  };
}

/** Ways out for one letter: a test neither waits for a campaign nor holds it up. */
function openOwnWays(): Ways | null {
  const server = operatorServer();
  return server && openWays(server, { connections: 1, timeouts: SINGLE_TIMEOUTS });
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
 * Sends one test letter as the campaign's own mail would go, signed and over the servers of its brand,
 * and notes what came of it. Taken up at most once, whatever happens to the worker; nothing is tried
 * again by itself.
 */
export async function sendTestLetter(inWorkspace: InWorkspace, id: string): Promise<void> {
  const finish = (state: "accepted" | "failed" | "unknown", remoteText: string | null) =>
    inWorkspace(({ db, workspaceId, now }) =>
      queries.finishTestSend(db, workspaceId, { id, state, remoteText, at: now }),
    );
  const take = () =>
    inWorkspace(({ db, workspaceId }) => queries.takeTestSend(db, workspaceId, id));
  const ways = openOwnWays();
  if (!ways) {
    if (await take()) await finish("failed", "MAIL_NOT_SENT");
    return;
  }
  try {
    const letter = await inWorkspace((ctx) => composeTest(ctx, ways, id)).catch(
      async (error: unknown) => {
        // That transaction is gone and with it the claim; this one takes it up only to say so.
        await take();
        await finish("failed", error instanceof AppError ? error.code : "INTERNAL");
        throw error;
      },
    );
    if (!letter) return;
    const { outcome, reply } = await sendSingle(letter.providers, letter.mail);
    const because = reply?.text ?? (outcome === "unwritten" ? "MAIL_NOT_SENT" : null);
    await finish(STATE_AFTER[outcome], because);
  } finally {
    ways.close();
  }
}
