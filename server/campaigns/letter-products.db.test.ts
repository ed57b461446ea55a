import PostalMime from "postal-mime";
import { describe, expect, it } from "vitest";
import { asOwner, draftWith, readyWorkspace } from "@/tests/support/campaigns";
import { asAdmin } from "@/tests/support/database";
import { EVERY_PART } from "@/tests/support/every-part";
import { sampleLetter } from "@/tests/support/letters";
import { allowTracking, ledBack } from "@/tests/support/tracking";
import type { TestWorkspace } from "@/tests/support/workspace";
import { compileDraft, type LetterDocument, productsFor } from "../content";
import { productSample } from "../content/product-choice";
import { findVersion } from "../content/versions";
import { FRONT } from "../delivery/claim-queries";
import { compose, readDrafts } from "../delivery/letters";
import { newId } from "../kernel";
import { checkCampaign } from "./check";
import { loadCampaign } from "./edit";
import { previewLetter } from "./preview";
import { sendCampaign } from "./send";

async function addProduct(
  workspace: TestWorkspace,
  sku: string,
  { url = `https://shop.example/${sku}?a=1&b=2`, image = `https://shop.example/${sku}.png` } = {},
): Promise<string> {
  const id = newId();
  await asAdmin((client) =>
    client.query(
      `insert into products (workspace_id, id, sku, name, url, image_url, price, currency, stock)
       values ($1, $2, $3, $4, $5, $6, '9.90', 'EUR', 5)`,
      [workspace.workspaceId, id, sku, `Bean <${sku}>`, url, image],
    ),
  );
  return id;
}

async function addPurchase(workspace: TestWorkspace, contactId: string, sku: string) {
  const order = newId();
  const { workspaceId } = workspace;
  await asAdmin(async (client) => {
    await client.query(
      `insert into orders (workspace_id, contact_id, id, ordered_at, total, currency)
       values ($1, $2, $3, now() - interval '1 day', 10, 'EUR')`,
      [workspaceId, contactId, order],
    );
    await client.query(
      `insert into order_lines (workspace_id, contact_id, order_id, line, sku, quantity)
       values ($1, $2, $3, 1, $4, 1)`,
      [workspaceId, contactId, order, sku],
    );
  });
}

type Source = Extract<LetterDocument["blocks"][number], { type: "product" }>["source"];

function letterOf(...sources: Source[]): LetterDocument {
  const blocks = sources.map((source, at) => ({
    id: `p${at}`,
    type: "product" as const,
    source,
    count: 2,
    perRow: 2 as const,
    hasImage: true,
    hasPrice: true,
    buttonLabel: "Buy",
  }));
  return { ...sampleLetter({ preheader: "Beans" }), blocks };
}

/** Starts the campaign and reads its messages as the sender does. */
async function mailsOf(
  workspace: TestWorkspace,
  started: { campaignId: string; topicId: string; contactIds: string[] },
) {
  const { campaignId, topicId, contactIds } = started;
  const { rows } = await asAdmin((client) =>
    client.query<{ version: string }>(
      "select version_id as version from campaign_variants where campaign_id = $1",
      [campaignId],
    ),
  );
  const claims = contactIds.map((contactId) => ({
    id: newId(),
    contactId,
    campaignId,
    versionId: rows[0]?.version ?? "",
    brandId: workspace.brandId,
    topicId,
    dedupeKey: `campaign:${campaignId}`,
    attempt: 1,
    fence: 1,
    lane: "campaign" as const,
    kind: "marketing" as const,
    ageMs: 0,
    datedAt: new Date(),
    place: FRONT,
  }));
  const drafts = await workspace.runAsWorker((ctx) =>
    readDrafts(ctx.db, workspace.workspaceId, { claims, signerOf: () => null }),
  );
  return Promise.all(
    drafts.map(async (draft) => {
      const { raw } = await compose(workspace.workspaceId, draft);
      return PostalMime.parse(raw);
    }),
  );
}

async function linksOf(workspace: TestWorkspace) {
  const { rows } = await asAdmin((client) =>
    client.query<{ id: string; url: string; position: number }>(
      "select id, url, position from content_links where workspace_id = $1 order by position",
      [workspace.workspaceId],
    ),
  );
  return rows;
}

describe("products of a letter", () => {
  it("stand in the mail as in the preview, for each person their own, and are led through us", async () => {
    const { workspace, topicId, contactIds } = await readyWorkspace(2);
    const [buyer = ""] = contactIds;
    await allowTracking(workspace, [buyer]);
    const picked = await addProduct(workspace, "picked");
    await addProduct(workspace, "bought");
    await addPurchase(workspace, buyer, "bought");
    const document = letterOf({ kind: "picked", productIds: [picked] }, { kind: "bought" });
    const input = await draftWith(workspace, topicId, document);
    const previews = await workspace.run((ctx) =>
      Promise.all(contactIds.map((contactId) => previewLetter(ctx, { ...input, contactId }))),
    );
    await workspace.run((ctx) => sendCampaign(asOwner(ctx), input));
    const mails = await mailsOf(workspace, { campaignId: input.id, topicId, contactIds });
    const links = await linksOf(workspace);
    for (const [index, mail] of mails.entries()) {
      expect(mail.html).not.toContain("https://shop.example/picked?");
      expect(ledBack(mail.html ?? "", links)).toBe(`${previews[index]?.html}\n`);
      expect(ledBack(mail.text ?? "", links)).toBe(`${previews[index]?.text}\n`);
    }
    expect(previews[0]?.html).toContain("Bean &lt;bought&gt;");
    expect(previews[1]?.html).not.toContain("bought");
    expect(previews[1]?.html).toContain("€9.90");
    expect(links.map(({ url, position }) => `${position} ${url}`)).toEqual([
      "0 https://shop.example/picked?a=1&b=2",
      "1 https://shop.example/bought?a=1&b=2",
    ]);
  });

  it("are looked at again when the mail is made: what sold out meanwhile is not in it", async () => {
    const { workspace, topicId, contactIds } = await readyWorkspace(1);
    const id = await addProduct(workspace, "scarce");
    const document = {
      ...letterOf({ kind: "picked", productIds: [id] }, { kind: "bestsellers", days: 90 }),
    };
    const input = await draftWith(workspace, topicId, document);
    const [contactId = null] = contactIds;
    const shown = await workspace.run((ctx) => previewLetter(ctx, { ...input, contactId }));
    expect(shown.html.match(/Bean &lt;scarce&gt;<\/p>/g)).toHaveLength(2);
    await workspace.run((ctx) => sendCampaign(asOwner(ctx), input));
    await asAdmin((client) => client.query("update products set stock = 0 where id = $1", [id]));
    const [mail] = await mailsOf(workspace, { campaignId: input.id, topicId, contactIds });
    expect(mail?.html).not.toContain("scarce");
    expect(mail?.text).not.toContain("scarce");
  });

  it("have one row for each address, however many senders meet them at once", async () => {
    const { workspace, topicId, contactIds } = await readyWorkspace(4);
    const ids = [await addProduct(workspace, "a"), await addProduct(workspace, "b")];
    const document = {
      ...EVERY_PART,
      preheader: [],
      blocks: EVERY_PART.blocks.map((block) =>
        block.type === "product"
          ? { ...block, source: { kind: "picked" as const, productIds: ids } }
          : block,
      ),
    };
    const input = await draftWith(workspace, topicId, {
      ...document,
      blocks: document.blocks.filter(({ type }) => type !== "text"),
    });
    await workspace.run((ctx) => sendCampaign(asOwner(ctx), input));
    const batches = contactIds.map((contactId) =>
      mailsOf(workspace, { campaignId: input.id, topicId, contactIds: [contactId] }),
    );
    await Promise.all(batches);
    const links = await linksOf(workspace);
    const shop = links.filter(({ url }) => url.startsWith("https://shop.example/"));
    expect(shop).toHaveLength(2);
    expect(links.map(({ position }) => position)).toEqual(links.map((_, at) => at));
    const version = await asAdmin((client) =>
      client.query<{ id: string }>(
        "select version_id as id from campaign_variants where campaign_id = $1",
        [input.id],
      ),
    );
    const compiled = await workspace.run((ctx) =>
      findVersion(ctx.db, workspace.workspaceId, version.rows[0]?.id ?? ""),
    );
    expect(compiled?.links).toHaveLength(links.length - 2);
  });

  it("are shown without picture and link where there is neither, and lead nowhere", async () => {
    const { workspace, topicId, contactIds } = await readyWorkspace(1);
    await allowTracking(workspace, contactIds);
    await addProduct(workspace, "bare", { url: "", image: "" });
    const document = letterOf({ kind: "bestsellers", days: 90 });
    const blocks = document.blocks.map((block) => ({ ...block, hasImage: false }) as typeof block);
    const input = await draftWith(workspace, topicId, { ...document, blocks });
    await workspace.run((ctx) => sendCampaign(asOwner(ctx), input));
    const [mail] = await mailsOf(workspace, { campaignId: input.id, topicId, contactIds });
    expect(mail?.html).toContain("Bean &lt;bare&gt;");
    expect(mail?.html).not.toMatch(/>Buy<|href=""/);
    expect(mail?.text).toContain("* Bean <bare> – €9.90\n");
    expect(await linksOf(workspace)).toEqual([]);
  });

  it("need picture and page in letters frozen before either could be missing", async () => {
    const { workspace, topicId } = await readyWorkspace(0);
    await addProduct(workspace, "bare", { url: "" });
    await addProduct(workspace, "full");
    const document = letterOf({ kind: "bestsellers", days: 90 });
    const { id } = await draftWith(workspace, topicId, document);
    const skus = async (isOld: boolean) => {
      const shown = await workspace.run(async (ctx) => {
        const { kit, topicName } = await loadCampaign(ctx, id);
        const compiled = await compileDraft(document, { kit, topicName });
        const products = compiled.products.map(({ hasImage, ...slot }) =>
          isOld ? slot : { ...slot, hasImage },
        );
        return productsFor(ctx, { ...compiled, products }, ["x"]);
      });
      return shown.get("x")?.p0?.map(({ name }) => name);
    };
    expect(await skus(false)).toEqual(["Bean <full>", "Bean <bare>"]);
    expect(await skus(true)).toEqual(["Bean <full>"]);
  });

  it("are counted before the letter leaves: too few, or none, is told", async () => {
    const { workspace, topicId } = await readyWorkspace(1);
    const bare = await addProduct(workspace, "bare", { image: "" });
    const full = await addProduct(workspace, "full");
    const { blocks: made, ...rest } = letterOf(
      { kind: "picked", productIds: [bare] },
      { kind: "picked", productIds: [bare, full] },
      { kind: "bestsellers", days: 90 },
      { kind: "bestsellers", days: 90 },
      { kind: "bought" },
    );
    const blocks = made.map((block, at) => ({ ...block, hasImage: at !== 3 }) as typeof block);
    const input = await draftWith(workspace, topicId, { ...rest, blocks });
    const { warnings } = await workspace.run((ctx) => checkCampaign(asOwner(ctx), input));
    const few = warnings.filter(({ code }) => code === "products_few");
    expect(few.map(({ field, params }) => [field, params])).toEqual([
      ["blocks.p0", { found: 0, count: 2 }],
      ["blocks.p1", { found: 1, count: 2 }],
      ["blocks.p2", { found: 1, count: 2 }],
    ]);
  });

  it("are sampled for the editor, without anybody's purchases", async () => {
    const { workspace } = await readyWorkspace(0);
    await addProduct(workspace, "only");
    const sample = (source: Source) =>
      workspace.run((ctx) => productSample(ctx, { source, count: 3, hasImage: true }));
    expect(await sample({ kind: "bestsellers", days: 30 })).toMatchObject([
      { name: "Bean <only>", price: "€9.90", linkId: null },
    ]);
    expect(await sample({ kind: "bought" })).toEqual([]);
  });
});
