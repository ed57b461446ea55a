import { readdirSync } from "node:fs";
import { type APIRequestContext, type APIResponse, expect, request, test } from "@playwright/test";
import { product } from "../../support/product";
import { OWNER_STATE } from "../support/owner";
import { readWorld, type World } from "../support/world";

/**
 * The tenant matrix over everything that has an address: each page of the console and each route,
 * found in `app/`, asked by nobody, from another workspace, and from the own one. (Procedures have
 * theirs in tests/architecture/tenancy.db.test.ts.)
 */
const FILES = readdirSync("app", { recursive: true, encoding: "utf8" }).sort();
const addressOf = (file: string) =>
  `/${file
    .split("/")
    .slice(0, -1)
    .filter((part) => !/^\(.*\)$/.test(part))
    .join("/")}`;
const PAGES = FILES.filter((file) => /^\(console\)\/(.*\/)?page\.tsx$/.test(file)).map(addressOf);
const ROUTES = FILES.filter((file) => /\/route\.tsx?$/.test(file)).map(addressOf);

/** What stands for `[…]` in an address: an object of the workspace in which the letter was sent. */
const OBJECTS: Record<string, (world: World) => string> = {
  "/campaigns/[id]": (world) => world.sentCampaignId,
  "/catalog/[id]": (world) => world.productId,
  "/contacts/[id]": (world) => world.personId,
  "/contacts/import/[id]": (world) => world.importId,
  "/consent/certificate/[contactId]": (world) => world.personId,
  "/mailbox/[id]": (world) => world.mailId,
  "/mailbox/[id]/html": (world) => world.mailId,
  "/mailbox/[id]/download": (world) => world.mailId,
  "/segments/[id]": (world) => world.segmentId,
  "/settings/brands/[brandId]": (world) => world.brandId,
  "/settings/sending/domains/[domainId]": (world) => world.domainId,
  "/api/campaigns/[id]/recipients": (world) => world.sentCampaignId,
  "/api/campaigns/[id]/report": (world) => world.sentCampaignId,
  "/api/imports/[id]/errors": (world) => world.importId,
};

/** Routes for members of a workspace; the others are open, and said to be so here. */
const MEMBERS = [
  "/mailbox/[id]/html",
  "/mailbox/[id]/download",
  "/api/imports/[id]/errors",
  "/api/campaigns/[id]/recipients",
  "/api/campaigns/[id]/report",
  // Names nothing: it is the own workspace's, wherever one stands.
  "/api/undelivered",
];
const OPEN: Record<string, string> = {
  "/api/auth/[...nextauth]": "signs in and out",
  "/api/health/live": "says nothing about anybody",
  "/api/health/ready": "says nothing about anybody",
  "/api/imports/upload": "POST for members only, see below",
  "/api/trpc/[trpc]": "each procedure has its own permission",
  "/api/unsubscribe/[token]": "the signed link is the permission",
  "/api/v1/orders":
    "a key with the scope is the permission: tests/architecture/tenancy-api.db.test.ts",
  "/media/[token]": "the unguessable name of a logo is the permission",
  "/t/c/[token]": "the signed link names one destination",
  "/t/o/[token]": "always answers the same picture",
  "/unsubscribe/[token]": "the signed link is the permission",
};

/** Words that only stand in the world's workspace. */
const CANARY = /leser\d*@mail\.example|Draft for spring|New season|leser\.csv/;

function fill(address: string, world: World): string {
  const object = OBJECTS[address];
  if (!address.includes("[")) return address;
  if (!object) throw new Error(`No object is known for ${address}: add it to OBJECTS.`);
  return address.replace(/\[[^\]]+\]/, object(world));
}

async function asOwnerIn(workspaceId: string): Promise<APIRequestContext> {
  const state = await (await request.newContext({ storageState: OWNER_STATE })).storageState();
  const [any] = state.cookies;
  if (!any) throw new Error("The owner has no session.");
  const others = state.cookies.filter((cookie) => cookie.name !== "kairos.workspace");
  const chosen = { ...any, name: "kairos.workspace", value: workspaceId };
  return request.newContext({
    baseURL: product.baseUrl,
    maxRedirects: 0,
    storageState: { cookies: [...others, chosen], origins: [] },
  });
}

const asNobody = () => request.newContext({ baseURL: product.baseUrl, maxRedirects: 0 });

/** Where a page sends people: by status, or within a page that had begun already. */
async function leadsToSignIn(answer: APIResponse): Promise<boolean> {
  const location = answer.headers().location ?? "";
  return /\/sign-in/.test(location) || /NEXT_REDIRECT[^"]*\/sign-in/.test(await answer.text());
}

test("every route says here who may call it", () => {
  expect(ROUTES.filter((route) => !MEMBERS.includes(route) && !OPEN[route])).toEqual([]);
  expect([...MEMBERS, ...Object.keys(OPEN)].filter((route) => !ROUTES.includes(route))).toEqual([]);
  expect(PAGES.length).toBeGreaterThan(15);
});

test("nobody sees a page of the console or a member's file", async () => {
  const world = readWorld();
  const nobody = await asNobody();
  for (const address of PAGES) {
    const answer = await nobody.get(fill(address, world));
    expect.soft(await leadsToSignIn(answer), `${address}: ${answer.status()}`).toBe(true);
    expect.soft(await answer.text(), address).not.toMatch(CANARY);
  }
  for (const address of MEMBERS) {
    const answer = await nobody.get(fill(address, world));
    expect.soft(answer.status(), address).toBe(401);
  }
  const headers = { origin: product.baseUrl };
  const upload = await nobody.post("/api/imports/upload?name=a.csv", { headers, data: "email\n" });
  expect(upload.status()).toBe(401);
});

test("another workspace's objects are not there, whatever their address", async () => {
  const world = readWorld();
  const elsewhere = await asOwnerIn(world.emptyWorkspaceId);
  const nowhere = await asOwnerIn("01900000-0000-7000-8000-000000000000");
  for (const address of [...PAGES, ...MEMBERS]) {
    const path = fill(address, world);
    const answer = await elsewhere.get(path);
    expect.soft(await answer.text(), address).not.toMatch(CANARY);
    const status = address.includes("[") ? 404 : 200;
    if (MEMBERS.includes(address)) expect.soft(answer.status(), address).toBe(status);
    // Of a workspace one is no member of, nothing is shown either.
    expect.soft(await (await nowhere.get(path)).text(), address).not.toMatch(CANARY);
  }
});

test("an address that leads to nothing of the own workspace is answered with 404", async () => {
  const world = readWorld();
  const elsewhere = await asOwnerIn(world.emptyWorkspaceId);
  const own = await asOwnerIn(world.workspaceId);
  const unknown = "01900000-0000-7000-8000-000000000000";
  for (const address of PAGES.filter((page) => page.includes("["))) {
    const path = (id: string) => address.replace(/\[[^\]]+\]/, id);
    const answers = [
      ["another workspace's", await elsewhere.get(fill(address, world))],
      ["unknown", await own.get(path(unknown))],
      ["malformed", await own.get(path("nope"))],
    ] as const;
    for (const [which, answer] of answers) {
      expect.soft(answer.status(), `${address}, ${which}`).toBe(404);
    }
    expect.soft((await own.get(fill(address, world))).status(), `${address}, own`).toBe(200);
  }
});

test("the canary is there to be found by those who may", async () => {
  const world = readWorld();
  const own = await asOwnerIn(world.workspaceId);
  for (const address of ["/contacts", "/contacts/[id]", "/mailbox/[id]/html"]) {
    const answer = await own.get(fill(address, world));
    expect.soft(answer.status(), address).toBe(200);
    expect.soft(await answer.text(), address).toMatch(/leser|Anna|New season/);
  }
});

test("a link that was not signed here opens nothing and changes nothing", async () => {
  const nobody = await asNobody();
  const oneClick = { form: { "List-Unsubscribe": "One-Click" } };
  const forged = `${readWorld().unsubscribeUrl.split("/").at(-1)?.slice(0, -3)}AAA`;
  for (const token of ["x", "..%2f..%2fetc", forged]) {
    expect.soft((await nobody.post(`/api/unsubscribe/${token}`, oneClick)).status()).toBe(404);
    expect.soft((await nobody.get(`/unsubscribe/${token}`)).status()).toBe(404);
    expect.soft((await nobody.get(`/media/${token}`)).status()).toBe(404);
  }
});
