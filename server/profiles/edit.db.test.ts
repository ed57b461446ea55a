import { expect, test } from "vitest";
import { recordConsentBatch } from "@/server/consent";
import { getPerson } from "@/server/contacts/service";
import { addContact, addTopic } from "@/tests/support/consent";
import { asAdmin } from "@/tests/support/database";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { consentOf } from "./consent";
import { editPerson } from "./edit";

async function consenting(workspace: TestWorkspace) {
  const topicId = await addTopic(workspace);
  const contactId = await addContact(workspace, { email: "ana@nord.example" });
  await workspace.run((ctx) =>
    recordConsentBatch(ctx, [
      {
        contactId,
        topicId,
        action: "import_claim",
        basis: "consent_double_opt_in",
        source: "import",
        sourceId: topicId,
        evidence: { text: "Yes", collectedFrom: "Shop", collectedOn: "2025-01-01" },
      },
    ]),
  );
  return { contactId, topicId };
}

async function edit(workspace: TestWorkspace, id: string, fields: Record<string, string>) {
  const person = await workspace.run((ctx) => getPerson(ctx, { id }));
  const same = {
    email: person.email ?? "",
    firstName: "",
    lastName: "",
    phone: "",
    locale: "",
    timeZone: "",
  };
  const input = { ...same, externalId: "", ...fields, id, revision: person.revision };
  return workspace.run((ctx) => editPerson(ctx, input));
}

const standing = (workspace: TestWorkspace, contactId: string) =>
  workspace.run(async (ctx) => {
    const [topic] = await consentOf(ctx, { contactId });
    return `${topic?.state}, ${topic?.refusal ?? "reachable"}`;
  });

test("what somebody withdrew stays with their address, in whatever record it comes back", async () => {
  const workspace = await freshWorkspace();
  const { contactId, topicId } = await consenting(workspace);
  await workspace.run((ctx) =>
    recordConsentBatch(ctx, [{ contactId, topicId, action: "withdraw", source: "service_desk" }]),
  );
  await edit(workspace, contactId, { email: "ben@nord.example" });
  const claim = (id: string) =>
    workspace.run((ctx) =>
      recordConsentBatch(ctx, [
        {
          contactId: id,
          topicId,
          action: "import_claim",
          basis: "consent_double_opt_in",
          source: "import",
          sourceId: topicId,
          evidence: { text: "Yes" },
        },
      ]),
    );
  const again = await addContact(workspace, { email: "ana@nord.example" });
  expect(await claim(again)).toEqual([{ outcome: "refused", code: "CONSENT_TRANSITION" }]);
  // Other topics of that address, and other addresses, are not concerned.
  const other = await addContact(workspace, { email: "eva@nord.example" });
  expect(await claim(other)).toMatchObject([{ outcome: "recorded" }]);
  // An objection to everything stays as well.
  const { rows } = await asAdmin((client) =>
    client.query("select legal_entity_id as id from brands where id = $1", [workspace.brandId]),
  );
  await workspace.run((ctx) =>
    recordConsentBatch(ctx, [
      {
        contactId: other,
        topicId: null,
        legalEntityId: rows[0].id,
        action: "object",
        source: "service_desk",
      },
    ]),
  );
  await edit(workspace, other, { email: "zoe@nord.example" });
  const heir = await addContact(workspace, { email: "eva@nord.example" });
  expect(await claim(heir)).toEqual([{ outcome: "refused", code: "CONSENT_TRANSITION" }]);
});

test("consent ends with the address it was given for, and with nothing less", async () => {
  const workspace = await freshWorkspace();
  const { contactId } = await consenting(workspace);
  expect(await edit(workspace, contactId, { firstName: "Ana" })).toEqual({ expired: 0 });
  expect(await edit(workspace, contactId, { email: "ANA@nord.example " })).toEqual({ expired: 0 });
  expect(await standing(workspace, contactId)).toBe("granted, reachable");
  expect(await edit(workspace, contactId, { email: "ben@nord.example" })).toEqual({ expired: 1 });
  expect(await standing(workspace, contactId)).toBe("expired, no_consent");
  // Going back does not bring it back: nobody knows who read mail in between.
  expect(await edit(workspace, contactId, { email: "ana@nord.example" })).toEqual({ expired: 0 });
  expect(await standing(workspace, contactId)).toBe("expired, no_consent");
});
