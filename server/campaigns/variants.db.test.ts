import { expect, test } from "vitest";
import { asOwner, codeOf, draftWith, readyWorkspace } from "@/tests/support/campaigns";
import { asAdmin } from "@/tests/support/database";
import { letterWith, sampleLetter } from "@/tests/support/letters";
import { checkCampaign } from "./check";
import { getCampaign, saveLetter } from "./edit";
import { duplicateCampaign } from "./manage";
import { prepareChunk } from "./prepare";
import { previewLetter } from "./preview";
import { sendCampaign } from "./send";
import { variantFor } from "./split.core";
import { addVariant, removeVariant, setWeights } from "./variants";

const letter = sampleLetter({ preheader: "Hello" });

test("variants are added as copies, edited apart, weighed, removed, and never fewer than one", async () => {
  const { workspace, topicId } = await readyWorkspace(1);
  const { id, revision } = await draftWith(workspace, topicId, letter);
  const look = (variantId?: string) =>
    workspace.run((ctx) => getCampaign(asOwner(ctx), { id, variantId }));
  const first = await look();
  const b = await workspace.run((ctx) => addVariant(ctx, { id, revision, from: first.variantId }));
  expect(await look(b.id)).toMatchObject({ document: first.document, variantId: b.id });
  expect(
    await codeOf(workspace.run((ctx) => addVariant(ctx, { id, revision, from: first.variantId }))),
  ).toBe("REVISION_CONFLICT");
  const saved = await workspace.run((ctx) =>
    saveLetter(ctx, { id, variantId: b.id, revision: b.revision, document: letterWith("B's own") }),
  );
  expect((await look()).document).toEqual(first.document);
  const weighed = await workspace.run((ctx) =>
    setWeights(ctx, { id, revision: saved.revision, weights: [{ id: b.id, weight: 3 }] }),
  );
  expect((await look()).variants.map(({ weight }) => weight)).toEqual([1, 3]);
  const copy = await workspace.run((ctx) => duplicateCampaign(ctx, { id, name: "Copy" }));
  const copied = await workspace.run((ctx) => getCampaign(asOwner(ctx), { id: copy.id }));
  expect(copied.variants.map(({ weight }) => weight)).toEqual([1, 3]);
  const c = await workspace.run((ctx) =>
    addVariant(ctx, { id, revision: weighed.revision, from: b.id }),
  );
  const d = await workspace.run((ctx) => addVariant(ctx, { id, revision: c.revision, from: b.id }));
  expect(
    await codeOf(workspace.run((ctx) => addVariant(ctx, { id, revision: d.revision, from: b.id }))),
  ).toBe("TEMPLATE_LIMIT");
  let at = d.revision;
  for (const gone of [b.id, first.variantId, d.id]) {
    at = (await workspace.run((ctx) => removeVariant(ctx, { id, revision: at, variantId: gone })))
      .revision;
  }
  expect((await look()).variants).toMatchObject([{ id: c.id, position: 0 }]);
  expect(
    await codeOf(workspace.run((ctx) => removeVariant(ctx, { id, revision: at, variantId: c.id }))),
  ).toBe("CAMPAIGN_STATE");
  expect(
    await codeOf(workspace.run((ctx) => getCampaign(asOwner(ctx), { id, variantId: b.id }))),
  ).toBe("NOT_FOUND");
});

test("each person is mailed the variant their hash says, from its own frozen letter", async () => {
  const { workspace, topicId, contactIds } = await readyWorkspace(60);
  const { id, revision } = await draftWith(workspace, topicId, letter);
  const first = await workspace.run((ctx) => getCampaign(asOwner(ctx), { id }));
  const b = await workspace.run((ctx) => addVariant(ctx, { id, revision, from: first.variantId }));
  const send = (at: number) =>
    codeOf(workspace.run((ctx) => sendCampaign(asOwner(ctx), { id, revision: at })));
  const spoilt = await workspace.run((ctx) =>
    saveLetter(ctx, {
      id,
      variantId: b.id,
      revision: b.revision,
      document: { ...letter, subject: [] },
    }),
  );
  // One faulty variant keeps all of them back, and is named.
  expect(await send(spoilt.revision)).toBe("CAMPAIGN_NOT_READY");
  const { blockers } = await workspace.run((ctx) => checkCampaign(asOwner(ctx), { id }));
  expect(blockers).toMatchObject([{ code: "subject_missing", variant: 1 }]);
  const mended = await workspace.run((ctx) =>
    saveLetter(ctx, {
      id,
      variantId: b.id,
      revision: spoilt.revision,
      document: { ...letterWith("B's own"), preheader: letter.preheader },
    }),
  );
  expect(await send(mended.revision)).toBe("OK");
  await workspace.runAsWorker((ctx) => prepareChunk(ctx, { campaignId: id }));
  const { rows } = await asAdmin((client) =>
    client.query<{ contact_id: string; variant_id: string; version_id: string }>(
      "select contact_id, variant_id, version_id from messages where campaign_id = $1",
      [id],
    ),
  );
  const { variants } = await workspace.run((ctx) => getCampaign(asOwner(ctx), { id }));
  expect(rows).toHaveLength(60);
  for (const row of rows) {
    expect(row.variant_id).toBe(variantFor(id, row.contact_id, variants).id);
  }
  const versions = new Map(rows.map((row) => [row.variant_id, row.version_id]));
  expect(versions.size).toBe(2);
  expect(new Set(versions.values()).size).toBe(2);
  const [contactId = null] = contactIds;
  const shown = await workspace.run((ctx) =>
    previewLetter(ctx, { id, variantId: b.id, revision: mended.revision, contactId }),
  );
  expect(shown.text).toContain("B's own");
});
