import PostalMime from "postal-mime";
import { describe, expect, it } from "vitest";
import { asOwner, codeOf, draftWith, readyWorkspace } from "@/tests/support/campaigns";
import { addTopic } from "@/tests/support/consent";
import { asAdmin } from "@/tests/support/database";
import { letterWith, sampleLetter } from "@/tests/support/letters";
import { allowTracking, ledBack } from "@/tests/support/tracking";
import { FRONT } from "../delivery/claim-queries";
import { compose, readDrafts } from "../delivery/letters";
import { newId } from "../kernel";
import { checkCampaign } from "./check";
import { currentDraft, getCampaign, saveLetter } from "./edit";
import {
  createCampaign,
  duplicateCampaign,
  listCampaigns,
  type MemberCtx,
  setArchived,
} from "./manage";
import { prepareChunk } from "./prepare";
import { previewLetter, randomPerson } from "./preview";
import { cancelCampaign, getProgress, pauseCampaign, sendCampaign, sendTest } from "./send";

const letter = sampleLetter({ preheader: "{{ contact.last_name | default: 'Hello' }}" });

async function rowsOf(campaignId: string): Promise<string[]> {
  const { rows } = await asAdmin((client) =>
    client.query<{ id: string }>(
      "select contact_id as id from messages where campaign_id = $1 order by contact_id",
      [campaignId],
    ),
  );
  return rows.map((row) => row.id);
}

describe("two people at one letter", () => {
  it("refuses the later save and says who was quicker", async () => {
    const { workspace, topicId } = await readyWorkspace(0);
    const { id, revision } = await draftWith(workspace, topicId, letter);
    const mine = { id, revision, document: letterWith("mine") };
    await workspace.run((ctx) => saveLetter(ctx, { ...mine, document: letterWith("theirs") }));
    const refused = await workspace.run((ctx) => saveLetter(ctx, mine)).catch((e: unknown) => e);
    expect(refused).toMatchObject({
      code: "REVISION_CONFLICT",
      detail: { params: { revision: revision + 1, by: "Olivia" } },
    });
    const draft = await workspace.run((ctx) => currentDraft(ctx, { id }));
    expect(draft.document.blocks[0]).toMatchObject({
      paragraphs: [{ inlines: [{ text: "theirs" }] }],
    });
    const kept = await workspace.run((ctx) =>
      saveLetter(ctx, { ...mine, revision: draft.revision }),
    );
    expect(kept.revision).toBe(revision + 2);
  });

  it("lets exactly one of two saves at the same moment through", async () => {
    const { workspace, topicId } = await readyWorkspace(0);
    const { id, revision } = await draftWith(workspace, topicId, letter);
    const save = (text: string) =>
      codeOf(workspace.run((ctx) => saveLetter(ctx, { id, revision, document: letterWith(text) })));
    expect((await Promise.all([save("a"), save("b")])).sort()).toEqual(["OK", "REVISION_CONFLICT"]);
  });

  it("keeps faulty texts of a draft and reports them", async () => {
    const { workspace, topicId } = await readyWorkspace(0);
    const { id, revision } = await draftWith(workspace, topicId, letter);
    const document = letterWith("Hi {{ contact.firstname }}");
    const { problems } = await workspace.run((ctx) => saveLetter(ctx, { id, revision, document }));
    expect(problems).toMatchObject([
      // The sample's preheader names an attribute this workspace does not have.
      { field: "preheader", name: "contact.attributes.city" },
      { field: "blocks.t.text", name: "contact.firstname", column: 7 },
    ]);
  });
});

describe("sending", () => {
  it("starts once, however many press at the same moment", async () => {
    const { workspace, topicId, contactIds } = await readyWorkspace(3);
    const input = await draftWith(workspace, topicId, letter);
    const press = () => codeOf(workspace.run((ctx) => sendCampaign(asOwner(ctx), input)));
    const codes = await Promise.all([press(), press(), press()]);
    expect(codes.sort()).toEqual(["CAMPAIGN_STATE", "CAMPAIGN_STATE", "OK"]);
    const jobs = await asAdmin((client) =>
      client.query(
        "select 1 from pgboss.job where name = 'campaigns.prepare' and data ->> 'campaignId' = $1",
        [input.id],
      ),
    );
    expect(jobs.rowCount).toBe(1);
    const campaign = await workspace.run((ctx) => getCampaign(asOwner(ctx), input));
    expect(campaign.state).toBe("preparing");
    expect(campaign.audience).toMatchObject({ matched: 3, reachable: contactIds.length });
    const late = { id: input.id, revision: input.revision, document: letterWith("late") };
    expect(await codeOf(workspace.run((ctx) => saveLetter(ctx, late)))).toBe("CAMPAIGN_STATE");
  });

  it("prepares in chunks that a crash neither repeats nor skips", async () => {
    const { workspace, topicId, contactIds } = await readyWorkspace(7);
    const input = await draftWith(workspace, topicId, letter);
    await workspace.run((ctx) => sendCampaign(asOwner(ctx), input));
    const chunk = (isCrashing: boolean) =>
      workspace.runAsWorker(async (ctx) => {
        const isDone = await prepareChunk(ctx, { campaignId: input.id, limit: 3 });
        if (isCrashing) throw new Error("killed before the commit");
        return isDone;
      });
    expect(await chunk(false)).toBe(false);
    expect(await rowsOf(input.id)).toHaveLength(3);
    await expect(chunk(true)).rejects.toThrow("killed");
    expect(await rowsOf(input.id)).toHaveLength(3);
    expect(await chunk(false)).toBe(false);
    expect(await chunk(false)).toBe(true);
    expect(await rowsOf(input.id)).toEqual([...contactIds].sort());
    expect(await chunk(false)).toBe(true);
    const progress = await workspace.run((ctx) => getProgress(ctx, input));
    expect(progress).toMatchObject({ state: "sending", total: 7, open: 7 });
    expect(progress.audience).toMatchObject({ materialised: 7 });
  });

  it("stops preparing once it was cancelled, and tells that nothing had gone", async () => {
    const { workspace, topicId } = await readyWorkspace(5);
    const input = await draftWith(workspace, topicId, letter);
    await workspace.run((ctx) => sendCampaign(asOwner(ctx), input));
    const chunk = () =>
      workspace.runAsWorker((ctx) => prepareChunk(ctx, { campaignId: input.id, limit: 2 }));
    await chunk();
    expect(await workspace.run((ctx) => cancelCampaign(asOwner(ctx), input))).toEqual({
      gone: 0,
      underWay: 0,
    });
    expect(await chunk()).toBe(true);
    expect(await rowsOf(input.id)).toHaveLength(2);
    expect(await codeOf(workspace.run((ctx) => pauseCampaign(asOwner(ctx), input)))).toBe(
      "CAMPAIGN_STATE",
    );
  });

  it("refuses what is not ready, not permitted or without audience", async () => {
    const { workspace, topicId } = await readyWorkspace(1);
    const { workspace: other } = await readyWorkspace(0);
    const empty = await workspace.run((ctx) => createCampaign(ctx, { name: "Empty", topicId }));
    const blank = { id: empty.id, revision: 1 };
    const send = (
      input: typeof blank,
      member: MemberCtx["member"] = { role: "owner", grants: [] },
    ) => codeOf(workspace.run((ctx) => sendCampaign({ ...ctx, member }, input)));
    expect(await send(blank)).toBe("CAMPAIGN_NOT_READY");
    const ready = await draftWith(workspace, topicId, letter);
    expect(await send(ready, { role: "marketer", grants: [] })).toBe("FORBIDDEN");
    const elsewhere = { permission: "campaigns.send", brandId: newId() };
    expect(await send(ready, { role: "marketer", grants: [elsewhere] })).toBe("FORBIDDEN");
    expect(await send({ ...ready, revision: 1 })).toBe("REVISION_CONFLICT");
    expect(await codeOf(other.run((ctx) => sendCampaign(asOwner(ctx), ready)))).toBe("NOT_FOUND");
    const quiet = await addTopic(workspace);
    const unheard = await draftWith(workspace, quiet, letter);
    expect(await send(unheard)).toBe("AUDIENCE_EMPTY");
    const { blockers } = await workspace.run((ctx) => checkCampaign(asOwner(ctx), unheard));
    expect(blockers.map((one) => one.code)).toEqual(["audience_empty"]);
    const here = { permission: "campaigns.send", brandId: workspace.brandId };
    expect(await send(ready, { role: "marketer", grants: [here] })).toBe("OK");
  });
});

describe("what is seen and what is mailed", () => {
  it("previews the very HTML and text of a person's mail, but for the way its links take", async () => {
    const { workspace, topicId, contactIds } = await readyWorkspace(2);
    // The first is measured, the second is not: both see the same letter.
    await allowTracking(workspace, contactIds.slice(0, 1));
    const input = await draftWith(workspace, topicId, letter);
    const previews = await workspace.run(async (ctx) => {
      const asked = contactIds.map((contactId) => previewLetter(ctx, { ...input, contactId }));
      return Promise.all(asked);
    });
    await workspace.run((ctx) => sendCampaign(asOwner(ctx), input));
    await workspace.runAsWorker((ctx) => prepareChunk(ctx, { campaignId: input.id }));
    const campaign = await asAdmin((client) =>
      client.query<{ version: string }>(
        "select version_id as version from campaign_variants where campaign_id = $1",
        [input.id],
      ),
    );
    const claims = contactIds.map((contactId) => ({
      id: newId(),
      contactId,
      campaignId: input.id,
      versionId: campaign.rows[0]?.version ?? "",
      brandId: workspace.brandId,
      topicId,
      dedupeKey: `campaign:${input.id}`,
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
    for (const [index, draft] of drafts.entries()) {
      const { raw } = await compose(workspace.workspaceId, draft);
      const mail = await PostalMime.parse(raw);
      const { compiled, isTracked } = draft;
      if (!compiled || !mail.html || !mail.text) throw new Error("nothing was composed");
      expect([isTracked, mail.html.includes("/t/o/")]).toEqual([index === 0, index === 0]);
      // The parser ends every part with a line feed of its own.
      expect(ledBack(mail.html, compiled.links)).toBe(`${previews[index]?.html}\n`);
      expect(ledBack(mail.text, compiled.links)).toBe(`${previews[index]?.text}\n`);
      expect(mail.subject).toBe(previews[index]?.subject);
    }
    expect(previews[0]?.html).toContain("&lt;Ana &amp; 1&gt;");
    expect(previews[1]?.html).toContain("A warm cup, friend?");
  });

  it("picks somebody of the audience, and shows nobody's data without a person", async () => {
    const { workspace, topicId, contactIds } = await readyWorkspace(3);
    const input = await draftWith(workspace, topicId, letter);
    const person = await workspace.run((ctx) => randomPerson(ctx, input));
    expect(contactIds).toContain(person?.id);
    const [contactId = null] = contactIds;
    const asReader = await workspace.run((ctx) =>
      previewLetter(ctx, { ...input, contactId }, { hasRealLinks: false }),
    );
    expect(asReader.html).toContain("/unsubscribe/sample");
    const nobody = await workspace.run((ctx) => previewLetter(ctx, { ...input, contactId: null }));
    expect(nobody.subject).toBe("Hello there");
    const stranger = { ...input, contactId: newId() };
    expect(await codeOf(workspace.run((ctx) => previewLetter(ctx, stranger)))).toBe("NOT_FOUND");
  });

  it("counts whom a merge tag without fallback leaves with a gap", async () => {
    const { workspace, topicId } = await readyWorkspace(5);
    const document = sampleLetter({
      preheader: "Hello",
      blocks: [{ id: "t", type: "text", text: "Hi {{ contact.first_name }}" }],
    });
    const input = await draftWith(workspace, topicId, document);
    const { warnings, blockers } = await workspace.run((ctx) => checkCampaign(asOwner(ctx), input));
    expect(blockers).toEqual([]);
    expect(warnings).toEqual([
      {
        code: "from_domain_advice",
        field: null,
        variant: null,
        params: { domain: "nord.example" },
      },
      {
        code: "data_missing",
        field: null,
        variant: null,
        params: { variable: "contact.first_name", count: 2, isPartial: "no" },
      },
    ]);
  });

  it("sends tests to several addresses and names the one that is none", async () => {
    const { workspace, topicId } = await readyWorkspace(0);
    const input = { ...(await draftWith(workspace, topicId, letter)), contactId: null };
    const test = (addresses: string[]) =>
      workspace.run((ctx) => sendTest(ctx, { ...input, addresses }));
    const refused = await test(["a@nord.example", "b@@x"]).catch((e: unknown) => e);
    expect(refused).toMatchObject({ detail: { field: "addresses.1" } });
    expect(await test(["a@nord.example", "A@nord.example ", "b@nord.example"])).toMatchObject({
      count: expect.any(Number),
    });
    const { rows } = await asAdmin((client) =>
      client.query("select distinct version_id, state from test_sends where campaign_id = $1", [
        input.id,
      ]),
    );
    expect(rows).toMatchObject([{ state: "queued" }]);
    await asAdmin((client) =>
      client.query(
        `insert into test_sends (workspace_id, id, campaign_id, version_id, address, state, requested_by)
         select workspace_id, uuidv7(), campaign_id, version_id, address, 'accepted', requested_by
         from test_sends, generate_series(1, 29) where campaign_id = $1`,
        [input.id],
      ),
    );
    // Sixty in an hour: the last one goes, the next waits.
    await expect(test(["a@nord.example"])).rejects.toMatchObject({ code: "RATE_LIMITED" });
  });
});

describe("the list", () => {
  it("shows, copies, archives and restores", async () => {
    const { workspace, topicId } = await readyWorkspace(0);
    const { id } = await draftWith(workspace, topicId, letter);
    const copy = await workspace.run((ctx) => duplicateCampaign(ctx, { id, name: "Copy" }));
    const list = (view: "active" | "archived") =>
      workspace.run((ctx) => listCampaigns(ctx, { view, search: "" }));
    const first = await list("active");
    expect(first.rows.map((row) => row.name).sort()).toEqual(["Autumn", "Copy"]);
    await workspace.run((ctx) => setArchived(ctx, { id: copy.id, isArchived: true }));
    expect((await list("active")).rows.map((row) => row.id)).toEqual([id]);
    expect((await list("archived")).rows.map((row) => row.id)).toEqual([copy.id]);
    const archived = { id: copy.id, revision: 1, document: letter };
    expect(await codeOf(workspace.run((ctx) => saveLetter(ctx, archived)))).toBe("CAMPAIGN_STATE");
  });
});
