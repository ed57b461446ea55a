import { readFileSync } from "node:fs";
import {
  createNewsletter,
  expectImport,
  expectStep,
  newWorkspace,
  proveConsent,
  runImport,
  toStep,
  upload,
} from "./support/journeys";
import { expect, test } from "./support/story";
import { count, rows } from "./support/verify";

// Windows-1252, semicolons, a name that is no address, an address twice, a value that is no date.
const FILE = Buffer.from(
  [
    "E-Mail;Vorname;Nachname;Lieblingsladen;Geburtstag",
    "juergen@mail.example;Jürgen;Groß;Köln;01.02.1970",
    "anna@mail.example;Änne;Müller;Zürich;31.12.1985",
    "keine-adresse;Otto;Ohne;Wien;",
    "JUERGEN@mail.example;Jürgen;Groß;Köln;01.02.1970",
    "zoe@mail.example;Zoé;Çelik;Genève;heute",
  ].join("\r\n"),
  "latin1",
);

test("import of people: umlauts, a new attribute, bad rows by their code, and undone", async ({
  page,
  context,
}) => {
  const workspace = await newWorkspace(page, "Import");
  await createNewsletter(page);
  const id = await upload(page, { name: "kunden.csv", content: FILE });

  await test.step("read as Windows text with semicolons", async () => {
    await expectStep(page, "File");
    await expect(page.getByRole("combobox", { name: "Characters" })).toContainText("Windows-1252");
    const table = page.getByRole("table", { name: "First rows of the file" });
    await expect(table).toContainText("Groß");
    await expect(table).toContainText("Genève");
    await toStep(page, "Columns");
  });

  await test.step("a column becomes a new attribute", async () => {
    const box = page.getByRole("combobox", { name: "Lieblingsladen goes to" });
    await box.fill("Favourite shop");
    await page.getByRole("option", { name: /Create .*Favourite shop/ }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Add attribute" }).click();
    await expect(box).toHaveValue("Favourite shop");
    const birthday = page.getByRole("combobox", { name: "Geburtstag goes to" });
    await birthday.fill("Birthday");
    await page.getByRole("option", { name: /Create .*Birthday/ }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Add attribute" }).click();
  });

  const rest =
    await test.step("the browser is closed in between; another one goes on", async () => {
      await toStep(page, "Checks");
      await expect(page.getByRole("table", { name: "Findings" })).toBeVisible();
      await page.close();
      const next = await context.newPage();
      await next.goto("/contacts/imports");
      await next.getByRole("link", { name: "kunden.csv" }).click();
      await expectStep(next, "Checks");
      return next;
    });

  await test.step("legal basis and start", async () => {
    await toStep(rest, "Known people");
    await toStep(rest, "Consent");
    await proveConsent(rest);
    await toStep(rest, "Summary");
    await runImport(rest);
    const people = await rows<{ email: string; name: string; shop: string }>(
      `select email, last_name as name, attributes->>'favourite_shop' as shop from contacts
        where workspace_id = $1 and deleted_at is null order by email`,
      [workspace.id],
    );
    expect(people).toEqual([
      { email: "anna@mail.example", name: "Müller", shop: "Zürich" },
      { email: "juergen@mail.example", name: "Groß", shop: "Köln" },
      { email: "zoe@mail.example", name: "Çelik", shop: "Genève" },
    ]);
    const granted =
      "select count(*) from consent_states where workspace_id = $1 and state = 'granted'";
    expect(await count(granted, [workspace.id])).toBe(3);
  });

  await test.step("the error file names each bad row and its code", async () => {
    const waiting = rest.waitForEvent("download");
    await rest.getByRole("link", { name: "Download error file" }).click();
    const text = readFileSync(await (await waiting).path(), "utf8");
    const faults = await rows<{ line: number; code: string }>(
      "select line, code from import_errors where import_id = $1 order by line",
      [id],
    );
    expect(faults.map((fault) => fault.line)).toEqual([4]);
    for (const fault of faults) expect(text).toContain(fault.code);
  });

  await test.step("undo spares whom somebody has edited since", async () => {
    await rest.goto("/contacts");
    await rest.getByRole("link", { name: "Zoé Çelik" }).click();
    await rest.getByRole("button", { name: "Edit", exact: true }).click();
    await rest.getByRole("dialog").getByLabel("First name").fill("Zoë");
    await rest.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await expect(rest.getByText("Changes saved")).toBeVisible();
    await rest.goto(`/contacts/import/${id}`);
    await rest.getByRole("button", { name: "Undo this import" }).click();
    await rest.getByRole("alertdialog").getByRole("button", { name: "Undo import" }).click();
    await expectImport(rest, "Undone");
    const left = await rows<{ email: string }>(
      "select email from contacts where workspace_id = $1 and deleted_at is null",
      [workspace.id],
    );
    expect(left).toEqual([{ email: "zoe@mail.example" }]);
    const granted = await rows(
      `select 1 from consent_states s join contacts c on c.workspace_id = s.workspace_id
          and c.id = s.contact_id
        where s.workspace_id = $1 and s.state = 'granted' and c.deleted_at is not null`,
      [workspace.id],
    );
    expect(granted).toEqual([]);
  });
});
