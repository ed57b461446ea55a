import { afterAll, beforeAll, expect, test } from "vitest";
import { addTopic } from "@/tests/support/consent";
import { asJob, ownDataFolder, rowsOf, writeTable } from "@/tests/support/imports";
import { trackingTopicOf } from "@/tests/support/tracking";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { undoImport } from "./control";
import { importFile } from "./import-file";
import { runImport } from "./run";
import { runUndo } from "./undo";

let data: ReturnType<typeof ownDataFolder>;
beforeAll(() => {
  data = ownDataFolder();
});
afterAll(() => data.remove());

const evidence = {
  text: "News by mail, and you may see what I open.",
  source: "Shop",
  collectedOn: "2025-01-01",
};

function start(workspace: TestWorkspace, consent: object): Promise<{ id: string }> {
  const path = writeTable(data.folder, "email,ok\na@x.example,yes\nb@x.example,no\n");
  const columns = [
    { column: "email", target: { to: "email" } },
    { column: "ok", target: { to: "consent" } },
  ];
  const mapping = { kind: "people", columns, consent };
  return workspace.run((ctx) => importFile(ctx, { path, mapping }));
}

const standing = (workspace: TestWorkspace, topicId: string) =>
  rowsOf(
    `select c.email, s.state from consent_states s
     join contacts c on c.workspace_id = s.workspace_id and c.id = s.contact_id
     where s.workspace_id = $1 and s.topic_id = $2`,
    [workspace.workspaceId, topicId],
  );

test("a file brings consent to being measured as a purpose of its own, and takes it back", async () => {
  const workspace = await freshWorkspace();
  const tracking = await trackingTopicOf(workspace);
  const topicIds = [await addTopic(workspace), tracking];
  const { id } = await start(workspace, { basis: "consent_single_opt_in", topicIds, evidence });
  await runImport(asJob(workspace, id));
  expect(await standing(workspace, tracking)).toEqual([{ email: "a@x.example", state: "granted" }]);
  await workspace.run((ctx) => undoImport(ctx, id));
  await runUndo(asJob(workspace, id));
  // The person went with their import; what they had allowed ended before.
  expect(await standing(workspace, tracking)).toEqual([{ email: null, state: "expired" }]);
});

test("customers' purchases bring none", async () => {
  const workspace = await freshWorkspace();
  const topicIds = [await addTopic(workspace), await trackingTopicOf(workspace)];
  const sold = { obtainedWithSale: true, similarGoods: true, noticeAtCollection: true };
  const consent = { basis: "existing_customer", topicIds, evidence: { ...evidence, ...sold } };
  await expect(start(workspace, consent)).rejects.toMatchObject({
    code: "CONSENT_EVIDENCE_REQUIRED",
    detail: { field: "consent.topicIds" },
  });
});
