import { expect, test } from "vitest";
import { addCampaign, addTopic } from "@/tests/support/consent";
import { asAdmin } from "@/tests/support/database";
import { KIT, letterWith } from "@/tests/support/letters";
import { freshWorkspace } from "@/tests/support/workspace";
import { findVersion, freezeLetter } from "./versions";

test("a frozen letter knows where its links lead, and the same letter is frozen once", async () => {
  const w = await freshWorkspace();
  const campaignId = await addCampaign(w, await addTopic(w));
  const document = letterWith(
    "[One](https://nord.example/a?b=1&c=2) [write](mailto:hi@nord.example) [*Two*](http://nord.example)",
  );
  const freeze = () =>
    w.run((ctx) => freezeLetter(ctx, { campaignId, document, kit: KIT, topicName: "Newsletter" }));
  const versionId = await freeze();
  expect(await freeze()).toBe(versionId);
  const { rows } = await asAdmin((client) =>
    client.query(
      `select id, url, label from content_links where workspace_id = $1 and version_id = $2
       order by position`,
      [w.workspaceId, versionId],
    ),
  );
  expect(rows).toMatchObject([
    { url: "https://nord.example/a?b=1&c=2", label: "One" },
    { url: "http://nord.example/", label: "Two" },
  ]);
  const compiled = await w.runAsWorker((ctx) => findVersion(ctx.db, w.workspaceId, versionId));
  expect(compiled?.links).toEqual(rows);
});
