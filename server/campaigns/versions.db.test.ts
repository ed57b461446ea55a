import { beforeEach, describe, expect, it } from "vitest";
import { asOwner, codeOf, readyWorkspace } from "@/tests/support/campaigns";
import { asAdmin } from "@/tests/support/database";
import { letterWith, sampleLetter } from "@/tests/support/letters";
import type { TestWorkspace } from "@/tests/support/workspace";
import type { LetterDocument } from "../content";
import { newId } from "../kernel";
import { currentDraft, getCampaign, restoreVersion, saveLetter } from "./edit";
import { createCampaign, duplicateCampaign } from "./manage";
import { previewLetter } from "./preview";
import { reviewCampaign } from "./review";
import { scheduleCampaign } from "./schedule";
import { sendCampaign, sendTest } from "./send";
import { addVariant, removeVariant } from "./variants";
import { listVersions } from "./versions";
import { KEPT_NEWEST } from "./versions.core";

const START = Date.parse("2026-03-02T09:00:00Z");
const minute = (count: number) => new Date(START + count * 60_000);
const ready = (text: string) => ({ ...letterWith(text), preheader: sampleLetter().subject });

let workspace: TestWorkspace;
let id: string;
let revision: number;

beforeEach(async () => {
  const made = await readyWorkspace(1);
  workspace = made.workspace;
  const { topicId } = made;
  const draft = (now: Date) =>
    workspace.run((ctx) => createCampaign(ctx, { name: "Spring", topicId }), { now });
  ({ id } = await draft(minute(0)));
  revision = 1;
});

async function save(document: LetterDocument, at: number, by?: string): Promise<void> {
  const actor = by ? { kind: "user" as const, id: by, sessionId: newId() } : undefined;
  const options = { now: minute(at), actor };
  const work = workspace.run((ctx) => saveLetter(ctx, { id, revision, document }), options);
  ({ revision } = await work);
}

const versions = (variantId?: string) =>
  workspace.run((ctx) => listVersions(ctx, { id, variantId, revision }));

/** What stands in each version, newest first. */
async function texts(): Promise<string[]> {
  const found = await versions();
  const shown = found.map(({ id: snapshotId }) =>
    workspace.run((ctx) => previewLetter(ctx, { id, revision, snapshotId, contactId: null })),
  );
  return (await Promise.all(shown)).map(({ text }) => text.split("\n")[0]?.trim() ?? "");
}

async function colleague(): Promise<string> {
  const userId = newId();
  await asAdmin((client) =>
    client.query("insert into users (id, email, name) values ($1, $2, 'Bob')", [
      userId,
      `${userId}@nord.example`,
    ]),
  );
  return userId;
}

describe("versions of a letter", () => {
  it("are one for what a person writes in one go, newest first, told apart in words", async () => {
    await save(letterWith("one"), 1);
    await save(letterWith("one and two"), 3);
    await save(letterWith("after a pause"), 20);
    expect(await texts()).toEqual(["after a pause", "one and two", expect.anything()]);
    expect(await versions()).toMatchObject([
      {
        savedAt: minute(20),
        savedByName: "Olivia",
        subject: "Hello there",
        marks: [],
        changes: { changed: ["text"], added: [], removed: [], isSubject: false },
      },
      { savedAt: minute(3), changes: { isSubject: true, added: ["text"] } },
      { savedAt: minute(0), marks: ["made"], changes: null, subject: "" },
    ]);
  });

  it("keep what somebody else had written, and name who wrote what", async () => {
    await save(letterWith("hers"), 1);
    await save(letterWith("his"), 2, await colleague());
    await save(letterWith("hers again"), 3);
    expect((await versions()).map((one) => one.savedByName)).toEqual([
      "Olivia",
      "Bob",
      "Olivia",
      "Olivia",
    ]);
    expect((await texts()).slice(0, 3)).toEqual(["hers again", "his", "hers"]);
  });

  it("are not made by a save that changes nothing", async () => {
    await save(letterWith("one"), 1);
    const before = await versions();
    await save(letterWith("one"), 60);
    expect(await versions()).toEqual(before);
  });

  it("are not made of what was undone in the same go", async () => {
    await save(letterWith("one"), 1);
    const before = await versions();
    await save(letterWith("two"), 60);
    await save(letterWith("one"), 61);
    expect(await versions()).toEqual(before);
    await save(letterWith("three"), 62);
    expect((await texts()).slice(0, 2)).toEqual(["three", "one"]);
  });

  it("keep what was tested, reviewed, scheduled and sent apart from what is written after", async () => {
    const at = { now: minute(2) };
    await save(ready("tested"), 1);
    const test = { id, revision, addresses: ["a@nord.example"], contactId: null };
    await workspace.run((ctx) => sendTest(ctx, test), at);
    await workspace.run((ctx) => sendTest(ctx, test), at);
    await save(ready("reviewed"), 3);
    for (const kind of ["requested", "approved"] as const) {
      await workspace.run((ctx) => reviewCampaign(asOwner(ctx), { id, revision, kind, note: "" }));
    }
    const tomorrow = { id, revision, day: "2026-03-03", time: "09:00" };
    await workspace.run((ctx) => scheduleCampaign(asOwner(ctx), tomorrow), at);
    expect((await versions()).map((one) => one.marks)).toEqual([
      ["requested", "approved", "scheduled"],
      ["tested"],
      ["made"],
    ]);
    expect((await texts()).slice(0, 2)).toEqual(["reviewed", "tested"]);
  });

  it("stand for each variant apart, and go with it", async () => {
    await save(ready("of A"), 1);
    const { variantId } = await workspace.run((ctx) => getCampaign(asOwner(ctx), { id }));
    const b = await workspace.run((ctx) => addVariant(ctx, { id, revision, from: variantId }));
    expect(await versions(b.id)).toMatchObject([{ marks: ["made"], subject: "Hello there" }]);
    expect(await versions(variantId)).toHaveLength(2);
    const [ofA] = await versions(variantId);
    const crossed = { id, variantId: b.id, revision: b.revision, snapshotId: ofA?.id ?? "" };
    expect(await codeOf(workspace.run((ctx) => restoreVersion(ctx, crossed)))).toBe("NOT_FOUND");
    await workspace.run((ctx) => removeVariant(ctx, { id, revision: b.revision, variantId: b.id }));
    expect(await codeOf(versions(b.id))).toBe("NOT_FOUND");
  });

  it("begin with the copy in a copied campaign", async () => {
    await save(letterWith("copied"), 1);
    const copy = await workspace.run((ctx) => duplicateCampaign(ctx, { id, name: "Copy" }));
    const found = await workspace.run((ctx) => listVersions(ctx, { id: copy.id, revision: 1 }));
    expect(found).toMatchObject([{ marks: ["made"], subject: "Hello there" }]);
  });

  it("begin with the draft as it stood when it is older than its versions", async () => {
    await save(letterWith("old"), 1);
    await asAdmin((client) =>
      client.query("delete from draft_snapshots where workspace_id = $1", [workspace.workspaceId]),
    );
    expect(await versions()).toEqual([]);
    await save(letterWith("new"), 2);
    expect(await texts()).toEqual(["new", "old"]);
  });

  it("thin out: of the older ones the last of a day stays", async () => {
    for (let index = 0; index < KEPT_NEWEST + 3; index += 1) {
      await save(letterWith(`text ${index}`), 1 + index * 15);
    }
    const found = await texts();
    expect(found).toHaveLength(KEPT_NEWEST + 1);
    expect(found[0]).toBe(`text ${KEPT_NEWEST + 2}`);
    // The oldest is where the draft began.
    expect((await versions()).at(-1)?.marks).toEqual(["made"]);
  });
});

describe("an earlier version", () => {
  it("is put back as the draft; what stood before stays a version", async () => {
    await save(letterWith("first"), 1);
    await save(letterWith("second"), 30);
    const older = (await versions())[1];
    const input = { id, revision, snapshotId: older?.id ?? "" };
    const put = (now: Date) => workspace.run((ctx) => restoreVersion(ctx, input), { now });
    const back = await put(minute(31));
    expect(back).toMatchObject({ revision: revision + 1, document: letterWith("first") });
    const draft = await workspace.run((ctx) => currentDraft(ctx, { id }));
    expect(draft).toMatchObject({ revision: back.revision, document: letterWith("first") });
    expect(await codeOf(put(minute(32)))).toBe("REVISION_CONFLICT");

    revision = back.revision;
    expect((await texts()).slice(0, 3)).toEqual(["first", "second", "first"]);
    expect(await versions()).toMatchObject([
      { restoredFrom: minute(1).toISOString(), changes: { changed: ["text"] } },
      { restoredFrom: null },
      { restoredFrom: null },
      { marks: ["made"] },
    ]);
    // Undone, or written on: what was restored stays as well.
    await save(letterWith("second"), 32);
    expect((await texts()).slice(0, 3)).toEqual(["second", "first", "second"]);
    const { rows } = await asAdmin((client) =>
      client.query("select summary from audit_entries where action = 'campaigns.restore_version'"),
    );
    expect(rows).toContainEqual({ summary: { of: minute(1).toISOString() } });
  });

  it("is only looked at once the campaign is no draft any more", async () => {
    await save(ready("first"), 1);
    await save(ready("second"), 30);
    await workspace.run((ctx) => sendCampaign(asOwner(ctx), { id, revision }));
    const [sent, older] = await versions();
    expect(sent?.marks).toEqual(["sent"]);
    expect((await texts()).slice(0, 2)).toEqual(["second", "first"]);
    const input = { id, revision, snapshotId: older?.id ?? "" };
    expect(await codeOf(workspace.run((ctx) => restoreVersion(ctx, input)))).toBe("CAMPAIGN_STATE");
  });
});
