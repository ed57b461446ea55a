import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "@playwright/test";
import { newBrowser } from "../support/story";
import type { Arrived, Cast } from "./cast";
import { linksOf } from "./cast";
import { within } from "./chances";
import { again } from "./patience";
import { LINKS, type LinkName, type Person } from "./plan";
import { browserOf, type Walk } from "./walk";

const AGENTS = {
  mailProgram: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.0",
  browser:
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  robot: "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
  privacyProxy: "Mozilla/5.0",
} as const;
type Agent = keyof typeof AGENTS;

/** Longer than a gateway takes for all links of a mail. */
const READING_MS = 2_100;

interface Visit {
  person: Person;
  /** A link, or the picture that tells an open. */
  to: LinkName | "pixel";
  agent: Agent;
  method?: "HEAD";
}

/** What became of the visits: how many there were, and of how many nobody knows. */
export interface Visited {
  answered: number;
  /** The connection broke without an answer; the visit may have been noted all the same. */
  unanswered: number;
}

/** A visit as its program makes it, repeated until it is answered. */
async function visit(walk: Walk, arrived: Arrived, what: Visit): Promise<Visited> {
  const { person, to, agent, method = "GET" } = what;
  const links = await linksOf(walk, arrived, person);
  const address = to === "pixel" ? links.pixel : links.clicks[to];
  if (!address) throw new Error(`${person.email} has no ${to}.`);
  let unanswered = 0;
  const response = await again(async () => {
    try {
      const headers = { "user-agent": AGENTS[agent], connection: "close" };
      return await fetch(address, { method, headers, redirect: "manual" });
    } catch (error) {
      if (!isRefused(error)) unanswered += 1;
      throw error;
    }
  });
  if (to === "pixel") expect(response.headers.get("content-type")).toBe("image/gif");
  else {
    expect(response.status).toBe(302);
    expect(response.headers.get("location")).toBe(LINKS[to].url);
  }
  await response.arrayBuffer();
  return { answered: 1, unanswered };
}

function isRefused(error: unknown): boolean {
  return error instanceof Error && JSON.stringify(error.cause ?? "").includes("ECONNREFUSED");
}

/** Who does what, one line of visits after the other for each person. */
function visitsOf(cast: Cast): Visit[][] {
  const look = (person: Person): Visit => ({ person, to: "pixel", agent: "mailProgram" });
  const follow = (person: Person, to: LinkName): Visit => ({ person, to, agent: "browser" });
  const opened = cast.openers.map((person, index) =>
    // The first looks twice.
    index === 0 ? [look(person), look(person)] : [look(person)],
  );
  const clicked = cast.clickers.map((person, index) => {
    if (index === 2) return [follow(person, "button"), follow(person, "button")];
    if (index === 3) return [follow(person, "button"), follow(person, "text")];
    return [follow(person, index === 0 ? "text" : "button")];
  });
  return [
    ...opened,
    ...clicked,
    [{ person: cast.robot, to: "button", agent: "robot" }],
    [{ person: cast.prefetcher, to: "text", agent: "browser", method: "HEAD" }],
    [{ person: cast.proxied, to: "pixel", agent: "privacyProxy" }],
    [follow(cast.unmeasuredClicker, "button")],
  ];
}

/** Nobody can have read a mail in the first second; whoever comes then counts as a machine. */
async function untilReadable({ db }: Walk): Promise<void> {
  const young = `select count(*) from messages
    where state = 'accepted' and result_at > clock_timestamp() - interval '1.1 seconds'`;
  await expect.poll(() => db.count(young), { intervals: [200] }).toBe(0);
}

/** Everybody acts through their mailed links, several at once, as people do. */
export async function actThroughLinks(walk: Walk, arrived: Arrived, cast: Cast): Promise<Visited> {
  await untilReadable(walk);
  const { pixel } = await linksOf(walk, arrived, cast.unmeasuredOpener);
  expect(pixel, "who is not measured gets no pixel to open").toBeNull();
  const inTurn = async (visits: readonly Visit[]) => {
    const made: Visited[] = [];
    for (const one of visits) {
      const isOtherLink = made.length > 0 && one.to !== "pixel";
      if (isOtherLink) await sleep(READING_MS);
      made.push(await visit(walk, arrived, one));
    }
    return made;
  };
  // With nothing dying: a link that has to wait for the web server is not tried at once.
  const scanned = await Promise.all(
    (["text", "button"] as const).map((to) =>
      visit(walk, arrived, { person: cast.scanner, to, agent: "browser" }),
    ),
  );
  const made = await walk.chances.during(["web"], within(READING_MS), () =>
    Promise.all(visitsOf(cast).map(inTurn)),
  );
  const all = [...scanned, ...made.flat()];
  const visited = {
    answered: all.length,
    unanswered: all.reduce((sum, { unanswered }) => sum + unanswered, 0),
  };
  await expectNoted(walk, visited);
  return visited;
}

/** Every answered visit is noted once; one whose answer was lost may be noted once more. */
async function expectNoted({ db }: Walk, { answered, unanswered }: Visited): Promise<void> {
  const noted = () =>
    db.count(
      "select (select count(*) from message_events) + (select count(*) from link_clicks) as noted",
    );
  await expect.poll(noted, { intervals: [100] }).toBeGreaterThanOrEqual(answered);
  expect(await noted()).toBeLessThanOrEqual(answered + unanswered);
}

/** One ends the letters on the page, one by the button of their mail program. */
export async function unsubscribe(walk: Walk, arrived: Arrived, cast: Cast): Promise<void> {
  const { t, db, locale } = walk;
  const byPage = await linksOf(walk, arrived, cast.leavesByPage);
  const guest = await newBrowser(browserOf(walk), locale);
  await guest.goto(byPage.unsubscribePage);
  await guest.getByRole("button", { name: t("public.unsubscribe.submit"), exact: true }).click();
  const done = t("public.unsubscribe.doneTopics");
  await expect(guest.getByRole("heading", { name: done })).toBeVisible();
  await guest.context().close();

  const byProgram = await linksOf(walk, arrived, cast.leavesByMailProgram);
  const response = await fetch(byProgram.oneClick, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", "user-agent": "" },
    body: "List-Unsubscribe=One-Click",
  });
  expect(response.status).toBe(200);
  const ended = await db.rows<{ email: string; source: string }>(
    `select c.email, e.source from consent_events e
       join contacts c on c.workspace_id = e.workspace_id and c.id = e.contact_id
      where e.action = 'withdraw' order by e.source`,
  );
  expect(ended).toEqual([
    { email: cast.leavesByMailProgram.email, source: "list_unsubscribe" },
    { email: cast.leavesByPage.email, source: "unsubscribe_page" },
  ]);
}
