import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import en from "@/messages/en/audit.json";

/** Verbs that a template fills in: `contacts.${verb}`. */
const COMPUTED: Record<string, string[]> = {
  contacts: ["create", "update"],
  imports: ["start", "cancel", "resume", "undo"],
  campaigns: ["review_requested", "review_approved", "review_returned", "review_withdrawn"],
};

function actionsOfSources(): string[] {
  const root = path.resolve("server");
  const files = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => readFileSync(path.join(root, file), "utf8"));
  return files.flatMap((text) =>
    [...text.matchAll(/\baction:[^,;\n]*/g)].flatMap(([line]) => [
      ...[...line.matchAll(/"([a-z_]+\.[a-z_-]+)"/g)].map(([, action]) => action ?? ""),
      ...[...line.matchAll(/`([a-z_]+)\.\$/g)].flatMap(([, domain = ""]) =>
        (COMPUTED[domain] ?? ["?"]).map((verb) => `${domain}.${verb}`),
      ),
    ]),
  );
}

test("every action of the audit log has its words", () => {
  const words: Record<string, Record<string, string>> = en.actions;
  const actions = [...new Set(actionsOfSources())];
  expect(actions.length).toBeGreaterThan(20);
  const silent = actions.filter((action) => {
    const [domain = "", verb = ""] = action.split(".");
    return words[domain]?.[verb] === undefined;
  });
  expect(silent).toEqual([]);
});
