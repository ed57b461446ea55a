import { expect, test } from "vitest";
import { createBrand } from "@/server/workspaces/brands";
import { addCampaign, addContact, addTopic } from "@/tests/support/consent";
import { asAdmin } from "@/tests/support/database";
import { allowTracking, trackingTopicOf } from "@/tests/support/tracking";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { newId } from "../kernel";
import { recordConsent, recordConsentBatch } from "./record";
import type { UnsubscribeForm } from "./schemas";
import { trackablePeople } from "./tracking-queries";
import { actOnUnsubscribe, getUnsubscribeView } from "./unsubscribe";

const trackable = (w: TestWorkspace, contactIds: string[], brandId = w.brandId) =>
  w.runAsWorker((ctx) =>
    trackablePeople(ctx.db, w.workspaceId, { brandId, contactIds, now: ctx.now }),
  );

async function measured(w: TestWorkspace) {
  const topicId = await addTopic(w);
  const contactId = await addContact(w);
  await allowTracking(w, [contactId]);
  const campaignId = await addCampaign(w, topicId);
  return { contactId, target: { workspaceId: w.workspaceId, contactId, campaignId } };
}

function act(w: TestWorkspace, target: Awaited<ReturnType<typeof measured>>["target"]) {
  return (form: Pick<UnsubscribeForm, "act"> & { undo?: string }) =>
    w.run(
      (ctx) =>
        actOnUnsubscribe(ctx, target, {
          form: { topicIds: [], visit: "visit-0123", language: "en", ...form },
          visit: { userAgent: null },
        }),
      { actor: { kind: "contact", id: target.contactId } },
    );
}

test("every brand has one purpose of tracking, in the workspace's language", async () => {
  const w = await freshWorkspace();
  const brand = {
    name: "Süd",
    colour: "#0f766e",
    senderName: "Süd",
    senderEmail: "s@sued.example",
    replyTo: "",
  };
  const { id } = await w.run((ctx) => createBrand(ctx, brand));
  const { rows } = await asAdmin((client) =>
    client.query(
      "select brand_id, name from topics where workspace_id = $1 and channel = 'tracking' order by brand_id",
      [w.workspaceId],
    ),
  );
  expect(rows).toEqual(
    [w.brandId, id].sort().map((brand_id) => ({ brand_id, name: "Measuring opens and clicks" })),
  );
});

test("only people's own yes to this brand counts, and only while it stands", async () => {
  const w = await freshWorkspace();
  const [yes, no, pausing] = [await addContact(w), await addContact(w), await addContact(w)];
  const topicId = await allowTracking(w, [yes, pausing]);
  expect(await trackable(w, [yes, no, newId()])).toEqual(new Set([yes]));
  expect(await trackable(w, [yes], newId())).toEqual(new Set());
  const until = new Date(Date.now() + 86_400_000).toISOString();
  const declare = (contactId: string, action: "pause" | "withdraw") =>
    w.run((ctx) =>
      recordConsent(ctx, contactId, {
        action,
        topicId,
        source: "service_desk",
        evidence: { until },
      }),
    );
  await declare(pausing, "pause");
  expect(await trackable(w, [yes, pausing])).toEqual(new Set([yes]));
  await declare(yes, "withdraw");
  expect(await trackable(w, [yes])).toEqual(new Set());
});

test("a purchase is no yes to being measured, and an import revives nothing", async () => {
  const w = await freshWorkspace();
  const [customer, gone] = [await addContact(w), await addContact(w)];
  const topicId = await allowTracking(w, [gone]);
  const base = { topicId, source: "import", sourceId: newId() } as const;
  const evidence = { obtainedWithSale: "yes", similarGoods: "yes", noticeAtCollection: "yes" };
  const claim = { ...base, action: "import_claim", evidence } as const;
  const outcomes = await w.run(async (ctx) => {
    await recordConsent(ctx, gone, { action: "withdraw", topicId, source: "service_desk" });
    return recordConsentBatch(ctx, [
      { ...claim, contactId: customer, basis: "existing_customer" },
      { ...claim, contactId: gone, basis: "consent_double_opt_in" },
    ]);
  });
  expect(outcomes).toEqual([
    { outcome: "refused", code: "CONSENT_EVIDENCE_REQUIRED" },
    { outcome: "refused", code: "CONSENT_TRANSITION" },
  ]);
});

test("the unsubscribe page ends measuring alone, and takes that back", async () => {
  const w = await freshWorkspace();
  const { contactId, target } = await measured(w);
  const before = await w.run((ctx) => getUnsubscribeView(ctx, target));
  expect(before.tracking?.id).toBe(await trackingTopicOf(w));
  expect(before.others).toEqual([]);
  const done = await act(w, target)({ act: "tracking" });
  expect(done.view.tracking).toBeNull();
  expect(await trackable(w, [contactId])).toEqual(new Set());
  expect((await act(w, target)({ act: "tracking" })).names).toEqual([]);
  await act(w, target)({ act: "undo", undo: done.undo?.token ?? "" });
  expect(await trackable(w, [contactId])).toEqual(new Set([contactId]));
});

test("ending all advertising ends measuring", async () => {
  const w = await freshWorkspace();
  const { contactId, target } = await measured(w);
  await act(w, target)({ act: "all" });
  expect(await trackable(w, [contactId])).toEqual(new Set());
});
