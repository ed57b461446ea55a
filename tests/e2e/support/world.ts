import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";

const FILE = "test-results/state/world.json";

/**
 * What the story of the letter leaves behind: a workspace in which everything has happened once.
 * The screens' tests look at it.
 */
const World = z.object({
  workspaceId: z.uuid(),
  /** Of the same owner, with nothing in it. */
  emptyWorkspaceId: z.uuid(),
  /** Had the letter and unsubscribed. */
  personId: z.uuid(),
  /** Has every kind of attribute and is still subscribed. */
  readerId: z.uuid(),
  importId: z.uuid(),
  sentCampaignId: z.uuid(),
  draftCampaignId: z.uuid(),
  topicId: z.uuid(),
  brandId: z.uuid(),
  mailId: z.uuid(),
  unsubscribeUrl: z.url(),
  /** Sold, and shown in letters but for its image; the other is shown in none. */
  productId: z.uuid(),
  hiddenProductId: z.uuid(),
  productImportId: z.uuid(),
  /** Means the people of the letter who never ordered. */
  segmentId: z.uuid(),
  /** The brand sends from it; its DNS has nothing. */
  domainId: z.uuid(),
});
export type World = z.output<typeof World>;

export function keepWorld(world: World): void {
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(FILE, JSON.stringify(World.parse(world)));
}

export function readWorld(): World {
  if (!existsSync(FILE))
    throw new Error("The story of the letter has not run: no world to look at.");
  return World.parse(JSON.parse(readFileSync(FILE, "utf8")));
}

const LINKS_FILE = "test-results/state/links.json";

/** Mailed addresses that still work: looking at them uses nothing up. */
const Links = z.object({ signIn: z.url(), reset: z.url(), invitation: z.url() });
type Links = z.output<typeof Links>;

export function keepLinks(links: Links): void {
  mkdirSync(dirname(LINKS_FILE), { recursive: true });
  writeFileSync(LINKS_FILE, JSON.stringify(Links.parse(links)));
}

export function readLinks(): Links {
  if (!existsSync(LINKS_FILE)) throw new Error("The story of the outsider has not run: no links.");
  return Links.parse(JSON.parse(readFileSync(LINKS_FILE, "utf8")));
}
