/**
 * What the sender is compared with: nodemailer at its best (a pool of as many connections, the key
 * parsed once), the same people, the same rendering, no database. Environment: SMTP_URL, CONNECTIONS,
 * MESSAGES, DKIM_PEM, LETTER (a compiled letter), WORKSPACE (id).
 */
import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import nodemailer from "nodemailer";
import { unsubscribeLinks } from "@/server/consent";
import type { Person } from "@/server/contacts";
import { CompiledLetter } from "@/server/content/compiled";
import { renderLetter } from "@/server/content/render";
import { listHeaders, messageIdOf } from "@/server/delivery/headers.core";
import { env, newId } from "@/server/kernel";
import { trackedLinks } from "@/server/tracking";
import { SENDER } from "./letter";

const messages = Number(process.env.MESSAGES);
const connections = Number(process.env.CONNECTIONS);
const workspaceId = process.env.WORKSPACE ?? "";
const compiled = CompiledLetter.parse(JSON.parse(readFileSync(process.env.LETTER ?? "", "utf8")));
const [brandId, topicId, campaignId] = [newId(), newId(), newId()];
const brandKit = { brand: { name: "Nord" } } as Parameters<typeof renderLetter>[1]["brandKit"];

function personOf(n: number): Person {
  return {
    id: newId(),
    email: `p${n}@d${n % 50}.example`,
    firstName: `Ana ${n}`,
    lastName: "Ødegård",
    phone: null,
    locale: null,
    externalId: null,
    attributes: {
      city: `Kiel ${n % 90}`,
      tier: "gold",
      points: n,
      store: "Hafen",
      advisor: "Ben & Co",
      size: "M",
    },
  };
}

const people = Array.from({ length: messages }, (_, n) => personOf(n + 1));
const transport = nodemailer.createTransport({
  url: env().SMTP_URL,
  pool: true,
  maxConnections: connections,
  maxMessages: Number.POSITIVE_INFINITY,
  dkim: {
    domainName: SENDER.domain,
    keySelector: SENDER.selector,
    // A text would be parsed again for each signature.
    privateKey: createPrivateKey(process.env.DKIM_PEM ?? "") as unknown as string,
  },
});

async function send(person: Person): Promise<void> {
  const links = unsubscribeLinks({ workspaceId, contactId: person.id, campaignId });
  const tracking = trackedLinks({ workspaceId, contactId: person.id, messageId: newId() });
  const letter = renderLetter(compiled, { person, brandKit, links, tracking });
  const { address: senderEmail } = SENDER;
  await transport.sendMail({
    from: { name: "Nord", address: senderEmail },
    to: person.email ?? "",
    ...letter,
    textEncoding: "quoted-printable",
    messageId: messageIdOf({ workspaceId, contactId: person.id, dedupeKey: "b", senderEmail }),
    headers: listHeaders({
      workspaceId,
      brandId,
      brandName: "Nord",
      topicId,
      campaignId,
      senderEmail,
      oneClickUrl: links.oneClickUrl,
    }),
  });
}

process.send?.("ready");
process.on("message", (word) => {
  void (async () => {
    const count = Number(word);
    const before = process.cpuUsage();
    const start = performance.now();
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < count) {
        const person = people[next % people.length];
        next += 1;
        if (person) await send(person);
      }
    };
    // Twice as many as connections, so that none of them waits for us.
    await Promise.all(Array.from({ length: connections * 2 }, lane));
    const seconds = (performance.now() - start) / 1_000;
    const { user, system } = process.cpuUsage(before);
    const rssMb = Math.round(process.memoryUsage().rss / 1024 / 1024);
    process.send?.({ rate: count / seconds, cpuMs: (user + system) / 1_000, rssMb });
  })();
});
process.on("disconnect", () => process.exit(0));
