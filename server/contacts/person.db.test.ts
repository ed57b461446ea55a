import { expect, test } from "vitest";
import { newId } from "@/server/kernel";
import { asAdmin } from "@/tests/support/database";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { defineAttribute, listAttributeDefinitions, renameAttribute } from "./attributes";
import { findPeople, recomputeOrderTotals } from "./people";
import { createPerson, getPerson, setAttribute, updatePerson } from "./service";

const NOBODY = {
  email: "",
  firstName: "",
  lastName: "",
  phone: "",
  locale: "",
  timeZone: "",
  externalId: "",
};
const ANA = { ...NOBODY, email: "Ana@Example.com", firstName: "Ana", lastName: "López" };

const add = (workspace: TestWorkspace, person = ANA) =>
  workspace.run((ctx) => createPerson(ctx, person));
const open = (workspace: TestWorkspace, id: string) =>
  workspace.run((ctx) => getPerson(ctx, { id }));

function rowsOf<Row extends object>(text: string, values: unknown[]): Promise<Row[]> {
  return asAdmin(async (client) => (await client.query<Row>(text, values)).rows);
}

test("a person is added with canonical identities, a change and an audit entry", async () => {
  const workspace = await freshWorkspace();
  const { id } = await add(workspace, {
    ...ANA,
    phone: "+49 (0)30 123-4567",
    externalId: "K-1",
    timeZone: "america/lima",
  });
  const person = await open(workspace, id);
  expect(person).toMatchObject({
    email: "ana@example.com",
    phone: "+49301234567",
    timeZone: "America/Lima",
  });
  expect(person.identities.map(({ kind, value }) => [kind, value])).toEqual([
    ["email", "ana@example.com"],
    ["external_id", "K-1"],
    ["phone", "+49301234567"],
  ]);
  const changes = await rowsOf<{ kind: string }>(
    "select kind from contact_changes where contact_id = $1",
    [id],
  );
  expect(changes).toEqual([{ kind: "created" }]);
  const audit = await rowsOf<{ summary: object }>(
    "select summary from audit_entries where subject_id = $1",
    [id],
  );
  // Field names and never their values.
  expect(JSON.stringify(audit)).toContain("first_name");
  expect(JSON.stringify(audit)).not.toMatch(/Ana|example/i);
});

test("a taken address, number or phone is refused at its field and names who has it", async () => {
  const workspace = await freshWorkspace();
  const { id } = await add(workspace, { ...ANA, phone: "+49301234567", externalId: "K-1" });
  const taken = [
    [{ ...NOBODY, email: "ANA@example.com " }, "EMAIL_TAKEN", "email"],
    [{ ...NOBODY, email: "b@example.com", phone: "+49 30 1234567" }, "IDENTITY_TAKEN", "phone"],
    [{ ...NOBODY, externalId: "K-1" }, "IDENTITY_TAKEN", "externalId"],
  ] as const;
  for (const [person, code, field] of taken) {
    await expect(add(workspace, person)).rejects.toMatchObject({
      code,
      detail: { field, params: { contactId: id } },
    });
  }
  // Nothing of the refused stays: their address is free.
  await add(workspace, { ...NOBODY, email: "b@example.com" });
});

test("an edit moves identities, notes before and after, and frees the old address", async () => {
  const workspace = await freshWorkspace();
  const { id } = await add(workspace);
  const { revision } = await open(workspace, id);
  await workspace.run((ctx) =>
    updatePerson(ctx, { ...ANA, email: "ana@new.example", id, revision }),
  );
  const person = await open(workspace, id);
  expect(person.identities.map((one) => one.value)).toEqual(["ana@new.example"]);
  const [change] = await rowsOf<{ changes: object }>(
    "select changes from contact_changes where contact_id = $1 and kind = 'updated'",
    [id],
  );
  expect(change?.changes).toEqual({ email: ["ana@example.com", "ana@new.example"] });
  await add(workspace);
});

test("an edit of an older state is a REVISION_CONFLICT and changes nothing", async () => {
  const workspace = await freshWorkspace();
  const { id } = await add(workspace);
  const { revision } = await open(workspace, id);
  const later = { now: new Date(Date.now() + 1000) };
  await workspace.run(
    (ctx) => updatePerson(ctx, { ...ANA, firstName: "Anna", id, revision }),
    later,
  );
  const second = workspace.run((ctx) =>
    updatePerson(ctx, { ...ANA, firstName: "Anne", id, revision }),
  );
  await expect(second).rejects.toMatchObject({ code: "REVISION_CONFLICT" });
  expect((await open(workspace, id)).firstName).toBe("Anna");
});

test("attributes keep their type, are cleared by empty text and refuse what does not fit", async () => {
  const workspace = await freshWorkspace();
  const { id } = await add(workspace);
  for (const [label, type] of [
    ["Points", "number"],
    ["Club", "boolean"],
    ["Born", "date"],
    ["City", "text"],
  ] as const) {
    await workspace.run((ctx) => defineAttribute(ctx, { label, type }));
  }
  const set = (key: string, before: string, value: string) =>
    workspace.run((ctx) => setAttribute(ctx, { id, key, before, value }));
  await set("points", "", "12,5");
  await set("club", "", "true");
  await set("born", "", "1990-02-28");
  await set("city", "", " Hamburg ");
  expect((await open(workspace, id)).attributes).toEqual({
    points: 12.5,
    club: true,
    born: "1990-02-28",
    city: "Hamburg",
  });
  await set("city", "Hamburg", "");
  expect((await open(workspace, id)).attributes).not.toHaveProperty("city");
  await expect(set("points", "12.5", "many")).rejects.toMatchObject({ code: "VALUE_NUMBER" });
  await expect(set("club", "true", "maybe")).rejects.toMatchObject({ code: "VALUE_BOOLEAN" });
  await expect(set("born", "1990-02-28", "1990-02-31")).rejects.toMatchObject({
    code: "VALUE_DATE",
  });
  await expect(set("points", "13", "14")).rejects.toMatchObject({ code: "REVISION_CONFLICT" });
  await expect(set("nope", "", "1")).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("attributes have one label and key each; columns of a person are reserved", async () => {
  const workspace = await freshWorkspace();
  const define = (label: string) =>
    workspace.run((ctx) => defineAttribute(ctx, { label, type: "text" }));
  expect(await define("Größe (Füße)")).toMatchObject({ key: "grosse_fusse" });
  await expect(define("Größe (Füße)")).rejects.toMatchObject({ code: "ATTRIBUTE_TAKEN" });
  await expect(define("E-mail".replace("-", ""))).rejects.toMatchObject({
    code: "ATTRIBUTE_KEY_RESERVED",
  });
  await define("City");
  const rename = (key: string, label: string) =>
    workspace.run((ctx) => renameAttribute(ctx, { key, label }));
  await rename("city", "Town");
  await expect(rename("city", "Größe (Füße)")).rejects.toMatchObject({ code: "ATTRIBUTE_TAKEN" });
  const listed = await workspace.run((ctx) => listAttributeDefinitions(ctx.db, ctx.workspaceId));
  expect(listed.map((one) => [one.key, one.label])).toEqual([
    ["grosse_fusse", "Größe (Füße)"],
    ["city", "Town"],
  ]);
});

test("order totals never add up two currencies", async () => {
  const workspace = await freshWorkspace();
  const { workspaceId } = workspace;
  const ids = [
    (await add(workspace, { ...NOBODY, externalId: "mixed" })).id,
    (await add(workspace, { ...NOBODY, externalId: "foreign" })).id,
    (await add(workspace, { ...NOBODY, externalId: "none" })).id,
  ];
  const orders = [
    [ids[0], "2026-01-01", "10.10", "EUR"],
    [ids[0], "2026-01-02", "0.20", "EUR"],
    [ids[0], "2026-01-03", "99", "USD"],
    [ids[1], "2026-01-01", "5", "GBP"],
    [ids[1], "2026-01-02", "7.77", "USD"],
  ];
  for (const [contactId, at, total, currency] of orders) {
    await asAdmin((client) =>
      client.query(
        `insert into orders (workspace_id, contact_id, id, ordered_at, total, currency)
         values ($1, $2, $3, $4, $5, $6)`,
        [workspaceId, contactId, newId(), at, total, currency],
      ),
    );
  }
  await workspace.run((ctx) => recomputeOrderTotals(ctx.db, workspaceId, ids));
  const rows = await rowsOf<object>(
    `select external_id, order_count, order_total::int, order_currency from contacts
     where workspace_id = $1 order by external_id desc`,
    [workspaceId],
  );
  expect(rows).toEqual([
    { external_id: "none", order_count: 0, order_total: 0, order_currency: null },
    { external_id: "mixed", order_count: 3, order_total: 1030, order_currency: "EUR" },
    { external_id: "foreign", order_count: 2, order_total: 777, order_currency: "USD" },
  ]);
});

test("opening a person is in the read log; removed and foreign people are NOT_FOUND", async () => {
  const workspace = await freshWorkspace();
  const other = await freshWorkspace();
  const { id } = await add(workspace);
  await open(workspace, id);
  const reads = await rowsOf<{ user_id: string }>(
    "select user_id from read_log where contact_id = $1",
    [id],
  );
  expect(reads).toEqual([{ user_id: workspace.ownerId }]);
  await expect(open(other, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  const edit = other.run((ctx) => updatePerson(ctx, { ...ANA, id, revision: "x" }));
  await expect(edit).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await other.run((ctx) => findPeople(ctx.db, workspace.workspaceId, [id]))).toEqual([]);
  await asAdmin((client) =>
    client.query("update contacts set deleted_at = now() where id = $1", [id]),
  );
  await expect(open(workspace, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
});
