import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addTopic } from "@/tests/support/consent";
import {
  asJob,
  fingerprint,
  killedAt,
  ownDataFolder,
  rowsOf,
  writeTable,
} from "@/tests/support/imports";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { suppress } from "../consent";
import { createPerson, updatePerson } from "../contacts/service";
import { cancelImport, resumeImport, undoImport } from "./control";
import { importFile } from "./import-file";
import { runImport } from "./run";
import { runUndo } from "./undo";

let data: ReturnType<typeof ownDataFolder>;
beforeAll(() => {
  data = ownDataFolder();
});
afterAll(() => data.remove());

/** Every tenth row is special: twice in the file, faulty, suppressed, or somebody who is known. */
function peopleFile(): string {
  const lines = ["E-Mail;Kundennummer;Vorname;Nachname;Punkte;Newsletter"];
  for (let i = 1; i <= 200; i += 1) {
    const mail = `p${i}@nord.example`;
    if (i % 50 === 10) lines.push(`not an address;${i};Ada;Fault;1;ja`);
    else if (i % 50 === 20) lines.push(`p${i - 15}@nord.example;${i - 15};Later;Row;9,5;ja`);
    else if (i % 50 === 30) lines.push(`p${i - 25}@nord.example;${i - 29};Two;People;1;nein`);
    else if (i % 50 === 40) lines.push(`stop@nord.example;${i};Sam;Suppressed;1;ja`);
    else lines.push(`${mail};${i};Ada;Number ${i};${i},5;${i % 2 ? "ja" : "nein"}`);
  }
  lines.push("known@nord.example;K1;File;Name;7;ja");
  return `${lines.join("\r\n")}\r\n`;
}

function mappingOf(topicId: string, overwrite: string) {
  return {
    kind: "people",
    overwrite,
    columns: [
      { column: "E-Mail", target: { to: "email" } },
      { column: "Kundennummer", target: { to: "externalId" } },
      { column: "Vorname", target: { to: "firstName" } },
      { column: "Nachname", target: { to: "lastName" } },
      {
        column: "Punkte",
        decimal: "comma",
        target: { to: "attribute", key: "points", label: "Punkte", type: "number" },
      },
      { column: "Newsletter", target: { to: "consent" } },
    ],
    consent: {
      basis: "consent_double_opt_in",
      topicIds: [topicId],
      evidence: { text: "Ja, ich möchte Post.", source: "Webshop", collectedOn: "2024-05-01" },
    },
  };
}

async function prepare(workspace: TestWorkspace, overwrite: string): Promise<string> {
  const topicId = await addTopic(workspace, { name: "News" });
  await workspace.run((ctx) =>
    suppress(ctx, { address: "stop@nord.example", reason: "erased", source: "test" }),
  );
  await workspace.run((ctx) =>
    createPerson(ctx, {
      email: "known@nord.example",
      firstName: "Kept",
      lastName: "",
      phone: "",
      locale: "",
      timeZone: "",
      externalId: "",
    }),
  );
  const { id } = await workspace.run((ctx) =>
    importFile(ctx, {
      path: writeTable(data.folder, peopleFile()),
      mapping: mappingOf(topicId, overwrite),
    }),
  );
  return id;
}

describe("a killed worker", () => {
  test("leaves the same rows, errors and undo as one that was left alone", async () => {
    const calm = await freshWorkspace();
    const first = await prepare(calm, "fill_empty");
    await runImport(asJob(calm, first, 20));
    const rows = await fingerprint(calm.workspaceId);
    expect(rows).toMatchObject({ counters: [{ state: "done", rows_total: 201, rows_done: 201 }] });
    await calm.run((ctx) => undoImport(ctx, first));
    await runUndo(asJob(calm, first, 30));
    const undone = await fingerprint(calm.workspaceId);

    const hard = await freshWorkspace();
    const id = await prepare(hard, "fill_empty");
    // Transactions: begin, open, total, open, then the chunks. 30 % and 90 % of eleven chunks.
    await expect(runImport(killedAt(asJob(hard, id, 20), 4 + 4, "within"))).rejects.toThrow();
    await expect(runImport(killedAt(asJob(hard, id, 20), 2 + 3, "before"))).rejects.toThrow();
    await expect(runImport(killedAt(asJob(hard, id, 20), 2 + 5, "within"))).rejects.toThrow();
    await runImport(asJob(hard, id, 20));
    expect(await fingerprint(hard.workspaceId)).toEqual(rows);
    await hard.run((ctx) => undoImport(ctx, id));
    await expect(runUndo(killedAt(asJob(hard, id, 30), 3, "within"))).rejects.toThrow();
    await expect(runUndo(killedAt(asJob(hard, id, 30), 5, "before"))).rejects.toThrow();
    await runUndo(asJob(hard, id, 30));
    expect(await fingerprint(hard.workspaceId)).toEqual(undone);
  }, 60_000);

  test("and another at the same time write each row once", async () => {
    const workspace = await freshWorkspace();
    const id = await prepare(workspace, "overwrite");
    await Promise.allSettled([
      runImport(asJob(workspace, id, 20)),
      runImport(asJob(workspace, id, 20)),
    ]);
    await runImport(asJob(workspace, id, 20));
    const calm = await freshWorkspace();
    await runImport(asJob(calm, await prepare(calm, "overwrite"), 20));
    expect(await fingerprint(workspace.workspaceId)).toEqual(await fingerprint(calm.workspaceId));
  });
});

describe("an import of people", () => {
  test("reports each fault at its line and makes nobody mailable who said no", async () => {
    const workspace = await freshWorkspace();
    const id = await prepare(workspace, "fill_empty");
    await runImport(asJob(workspace, id, 20));
    const files = await rowsOf(
      "select 1 from files f join imports i on i.workspace_id = f.workspace_id where i.id = $1",
      [id],
    );
    expect(files).toEqual([]);
    const errors = await rowsOf(
      `select line, "column", code from import_errors where import_id = $1 order by line`,
      [id],
    );
    expect(errors.slice(0, 3)).toEqual([
      { line: 11, column: "E-Mail", code: "EMAIL_INVALID" },
      { line: 31, column: "", code: "ROW_IDENTITY_CONFLICT" },
      { line: 41, column: "", code: "ROW_SUPPRESSED" },
    ]);
    expect(errors).toHaveLength(12);
    const suppressed = await rowsOf(
      "select 1 from identities where value = $1 and workspace_id = $2",
      ["stop@nord.example", workspace.workspaceId],
    );
    expect(suppressed).toEqual([]);
    const granted = await rowsOf(
      `select c.email from consent_states s join contacts c on c.id = s.contact_id
       where s.workspace_id = $1 and c.email in ('p1@nord.example', 'p2@nord.example') and s.state = 'granted'`,
      [workspace.workspaceId],
    );
    expect(granted).toEqual([{ email: "p1@nord.example" }]);
  });

  test.each([
    ["fill_empty", { first_name: "Kept", last_name: "Name", external_id: "K1", twice: "Ada" }],
    ["overwrite", { first_name: "File", last_name: "Name", external_id: "K1", twice: "Later" }],
    ["keep", { first_name: "Kept", last_name: null, external_id: null, twice: "Ada" }],
  ])("meets known people by the policy %s, within the file too", async (overwrite, expected) => {
    const workspace = await freshWorkspace();
    await runImport(asJob(workspace, await prepare(workspace, overwrite), 20));
    const [known] = await rowsOf(
      `select first_name, last_name, external_id,
              (select first_name from contacts where email = 'p5@nord.example' and workspace_id = $1) as twice
       from contacts where email = 'known@nord.example' and workspace_id = $1`,
      [workspace.workspaceId],
    );
    expect(known).toEqual(expected);
  });

  test.each([
    ["overwrite", "new@nord.example", []],
    ["keep", "known@nord.example", ["CONSENT_OTHER_ADDRESS"]],
  ])("keeps consent with its address under %s", async (overwrite, email, codes) => {
    const workspace = await freshWorkspace();
    const topicId = await addTopic(workspace, { name: "News" });
    const take = async (line: string) => {
      const text = `E-Mail;Kundennummer;Vorname;Nachname;Punkte;Newsletter\r\n${line}\r\n`;
      const { id } = await workspace.run((ctx) =>
        importFile(ctx, {
          path: writeTable(data.folder, text),
          mapping: mappingOf(topicId, overwrite),
        }),
      );
      await runImport(asJob(workspace, id, 20));
      return id;
    };
    await take("known@nord.example;K1;Ada;Known;1;ja");
    const second = await take("new@nord.example;K1;Ada;Known;1;ja");
    const standing = await rowsOf(
      `select c.email, s.state from contacts c join consent_states s on s.contact_id = c.id
       where c.workspace_id = $1`,
      [workspace.workspaceId],
    );
    expect(standing).toEqual([{ email, state: "granted" }]);
    const errors = await rowsOf("select code from import_errors where import_id = $1", [second]);
    expect(errors.map((one) => one.code)).toEqual(codes);
    // With the new address the old consent ended, and the file's own began.
    const actions = await rowsOf(
      "select action from consent_events where workspace_id = $1 order by seq",
      [workspace.workspaceId],
    );
    const history = actions.map((one) => one.action).join(" ");
    expect(history).toBe(
      overwrite === "overwrite" ? "import_claim expire import_claim" : "import_claim",
    );
    if (overwrite === "keep") return;
    // Taken back, the old address returns and with it what was allowed for it.
    await workspace.run((ctx) => undoImport(ctx, second));
    await runUndo(asJob(workspace, second, 30));
    const returned = await rowsOf(
      `select c.email, s.state from contacts c join consent_states s on s.contact_id = c.id
       where c.workspace_id = $1`,
      [workspace.workspaceId],
    );
    expect(returned).toEqual([{ email: "known@nord.example", state: "granted" }]);
    // A third address without consent: nothing may be sent there.
    await take("third@nord.example;K1;Ada;Known;1;nein");
    const last = await rowsOf("select state from consent_states where workspace_id = $1", [
      workspace.workspaceId,
    ]);
    expect(last).toEqual([{ state: "expired" }]);
  });

  test("is undone but for what was edited since", async () => {
    const workspace = await freshWorkspace();
    const id = await prepare(workspace, "overwrite");
    await runImport(asJob(workspace, id, 20));
    const people = await rowsOf<{ id: string; email: string; updated_at: Date }>(
      "select id, email, updated_at from contacts where workspace_id = $1 and email in ('known@nord.example', 'p1@nord.example')",
      [workspace.workspaceId],
    );
    for (const { id: personId, email, updated_at } of people) {
      await workspace.run((ctx) =>
        updatePerson(ctx, {
          id: personId,
          revision: updated_at.toISOString(),
          email,
          firstName: "Edited",
          lastName: email.startsWith("known") ? "Name" : "Number 1",
          phone: "",
          locale: "",
          timeZone: "",
          externalId: email.startsWith("known") ? "K1" : "1",
        }),
      );
    }
    await workspace.run((ctx) => undoImport(ctx, id));
    await runUndo(asJob(workspace, id, 30));
    const left = await rowsOf(
      `select email, first_name, last_name, external_id, attributes from contacts
       where workspace_id = $1 and deleted_at is null order by email`,
      [workspace.workspaceId],
    );
    expect(left).toEqual([
      // Edited first name stays; last name, number and points go back.
      {
        email: "known@nord.example",
        first_name: "Edited",
        last_name: null,
        external_id: null,
        attributes: {},
      },
      {
        email: "p1@nord.example",
        first_name: "Edited",
        last_name: "Number 1",
        external_id: "1",
        attributes: { points: 1.5 },
      },
    ]);
    const [row] = await rowsOf("select state, undo_spared from imports where id = $1", [id]);
    expect(row).toEqual({ state: "undone", undo_spared: 2 });
    const identities = await rowsOf(
      "select value from identities where workspace_id = $1 order by value",
      [workspace.workspaceId],
    );
    expect(identities.map((one) => one.value)).toEqual([
      "1",
      "known@nord.example",
      "p1@nord.example",
    ]);
    const granted = await rowsOf(
      "select 1 from consent_states where workspace_id = $1 and state = 'granted'",
      [workspace.workspaceId],
    );
    expect(granted).toEqual([]);
  });

  test("brings in nothing of a file that is broken at its end", async () => {
    const workspace = await freshWorkspace();
    const text = `email,name\n${"a@nord.example,x\n".repeat(60)}b@nord.example,"open\n`;
    const { id } = await workspace
      .run((ctx) =>
        importFile(ctx, {
          path: writeTable(data.folder, text),
          mapping: { kind: "people", columns: [{ column: "email", target: { to: "email" } }] },
        }),
      )
      .catch(() => ({ id: "" }));
    // A short file is already refused at its preview; the run's own look is tested with a long one.
    expect(id).toBe("");
    const long = `email,name\n${"a@nord.example,x\n".repeat(3000)}b@nord.example,"open\n`;
    const started = await workspace.run((ctx) =>
      importFile(ctx, {
        path: writeTable(data.folder, long),
        mapping: { kind: "people", columns: [{ column: "email", target: { to: "email" } }] },
      }),
    );
    await runImport(asJob(workspace, started.id, 20));
    const [row] = await rowsOf(
      "select state, error_code, error_row, rows_done from imports where id = $1",
      [started.id],
    );
    expect(row).toEqual({
      state: "failed",
      error_code: "CSV_QUOTE",
      error_row: 3002,
      rows_done: 0,
    });
  });
});

describe("an import that has to rest", () => {
  test("pauses on a full disk and goes on when asked", async () => {
    const workspace = await freshWorkspace();
    const id = await prepare(workspace, "fill_empty");
    const job = asJob(workspace, id, 20);
    let count = 0;
    await runImport({
      ...job,
      inTransaction: (work) => {
        count += 1;
        if (count !== 8) return job.inTransaction(work);
        return job.inTransaction(async (ctx) => {
          await work(ctx);
          throw Object.assign(new Error("could not extend file"), { code: "53100" });
        });
      },
    });
    const [paused] = await rowsOf(
      "select state, error_code, rows_done from imports where id = $1",
      [id],
    );
    expect(paused).toEqual({ state: "paused", error_code: "DISK_FULL", rows_done: 60 });
    await workspace.run((ctx) => resumeImport(ctx, id));
    await runImport(job);
    const [done] = await rowsOf("select state, error_code, rows_done from imports where id = $1", [
      id,
    ]);
    expect(done).toEqual({ state: "done", error_code: null, rows_done: 201 });
  });

  test("stops behind a chunk when somebody cancels, and can be undone", async () => {
    const workspace = await freshWorkspace();
    const id = await prepare(workspace, "fill_empty");
    const job = asJob(workspace, id, 20);
    let count = 0;
    await runImport({
      ...job,
      inTransaction: async (work) => {
        count += 1;
        if (count === 8) await workspace.run((ctx) => cancelImport(ctx, id));
        return job.inTransaction(work);
      },
    });
    const [row] = await rowsOf("select state, rows_done from imports where id = $1", [id]);
    expect(row).toEqual({ state: "cancelled", rows_done: 60 });
    await workspace.run((ctx) => undoImport(ctx, id));
    await runUndo(job);
    const [left] = await rowsOf(
      "select count(*)::int as people from contacts where workspace_id = $1 and deleted_at is null",
      [workspace.workspaceId],
    );
    expect(left).toEqual({ people: 1 });
  });

  test("is not started without evidence for its consent column", async () => {
    const workspace = await freshWorkspace();
    const topicId = await addTopic(workspace);
    const { consent: _, ...mapping } = mappingOf(topicId, "fill_empty");
    const path = writeTable(data.folder, peopleFile());
    await expect(workspace.run((ctx) => importFile(ctx, { path, mapping }))).rejects.toMatchObject({
      code: "CONSENT_EVIDENCE_REQUIRED",
      detail: { field: "consent.basis" },
    });
  });
});
