import { expect } from "@playwright/test";
import { labelOf, readSinkMail, type SinkMail, sinkMails } from "../support/sink";
import { type LinkName, type Person, reached, SUBJECTS } from "./plan";
import type { Walk } from "./walk";

/** The campaign's mails by the address they went to, from the sink's own log. */
export type Arrived = ReadonlyMap<string, SinkMail>;

export async function arrivedMails({ db, product }: Walk): Promise<Arrived> {
  const { id } = await db.row<{ id: string }>("select id from workspaces");
  const mails = sinkMails({ label: labelOf(id) }, product).filter(({ subject }) =>
    SUBJECTS.some((one) => one === subject),
  );
  const byAddress = new Map(mails.flatMap((mail) => mail.to.map((to) => [to, mail])));
  // The sink would have written a second copy into its log as well.
  expect(byAddress.size, "one copy for each person").toBe(mails.length);
  return byAddress;
}

/** Who does what with their letter; each of these is somebody else unless the name says more. */
export interface Cast {
  /** Seven look at their letter; the last two of them follow a link, too. */
  openers: Person[];
  /** Five follow a link: the third twice, the fourth both links. */
  clickers: Person[];
  leavesByPage: Person;
  leavesByMailProgram: Person;
  robot: Person;
  prefetcher: Person;
  /** A gateway that calls itself a browser and tries every link at once. */
  scanner: Person;
  /** Their mail program's proxy loads every picture, read or not. */
  proxied: Person;
  /** Never touch their letter; the second never agreed to be measured. */
  quiet: [Person, Person];
  /** Agreed to letters and not to being measured; one of them looks, one follows a link. */
  unmeasuredOpener: Person;
  unmeasuredClicker: Person;
}

function take(people: readonly Person[], index: number): Person {
  const person = people[index];
  if (!person) throw new Error(`There is no person ${index} to play a part.`);
  return person;
}

/** Casts people whose letter surely arrived: what is unclear after a kill is nobody's to open. */
export async function castPeople({ db }: Walk, arrived: Arrived): Promise<Cast> {
  const accepted = await db.rows<{ email: string; measured: boolean }>(
    `select c.email, m.is_tracked as measured from messages m
       join contacts c on c.workspace_id = m.workspace_id and c.id = m.contact_id
      where m.state = 'accepted'`,
  );
  const known = new Map(accepted.map(({ email, measured }) => [email, measured]));
  const sure = reached.filter(({ email }) => known.has(email) && arrived.has(email));
  for (const { email, consent } of sure) {
    expect(known.get(email), `${email} measured`).toBe(consent === "measured");
  }
  const measured = sure.filter(({ consent }) => consent === "measured");
  const unmeasured = sure.filter(({ consent }) => consent === "letters");
  return {
    openers: measured.slice(0, 7),
    clickers: measured.slice(5, 10),
    leavesByPage: take(measured, 10),
    leavesByMailProgram: take(measured, 11),
    robot: take(measured, 12),
    prefetcher: take(measured, 13),
    scanner: take(measured, 14),
    proxied: take(measured, 15),
    quiet: [take(measured, 16), take(unmeasured, 2)],
    unmeasuredOpener: take(unmeasured, 0),
    unmeasuredClicker: take(unmeasured, 1),
  };
}

/** What can be followed in a mail. */
export interface MailLinks {
  /** In reading order: the text stands above the button. */
  clicks: Record<LinkName, string>;
  /** None where its reader is not measured. */
  pixel: string | null;
  unsubscribePage: string;
  oneClick: string;
}

export async function linksOf(
  { product }: Walk,
  arrived: Arrived,
  { email }: Person,
): Promise<MailLinks> {
  const found = arrived.get(email);
  if (!found) throw new Error(`Nothing arrived for ${email}.`);
  const { html = "", headers } = await readSinkMail(found, product);
  const [text, button, ...more] = [...html.matchAll(/https?:\/\/[^"\s]+\/t\/c\/[\w.~-]+/g)].map(
    ([address]) => address,
  );
  const page = /https?:\/\/[^"\s]+\/unsubscribe\/[\w.-]+/.exec(html)?.[0];
  const header = headers.find(({ key }) => key === "list-unsubscribe")?.value ?? "";
  const oneClick = /<(https?:[^>]+)>/.exec(header)?.[1];
  if (!text || !button || !page || !oneClick) throw new Error(`A link is missing for ${email}.`);
  expect(more, "two links").toEqual([]);
  return {
    clicks: { text, button },
    pixel: /https?:\/\/[^"\s]+\/t\/o\/[\w.-]+/.exec(html)?.[0] ?? null,
    unsubscribePage: page,
    oneClick,
  };
}
