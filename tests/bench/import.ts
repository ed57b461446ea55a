/**
 * How fast a file of people comes in, through the product as an operator uses it: the running
 * instance of DATA_DIR (`npm start`), its worker, its database.
 *
 *   DATA_DIR=… node --import tsx tests/bench/import.ts [people]
 *
 * Makes a workspace of its own, a file with address, number, names, two attributes and consent, and
 * prints the rows a second of the whole: upload, reading ahead, rows, consent ledger, statistics.
 */
import { spawnSync } from "node:child_process";
import { createWriteStream, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const people = Number(process.argv[2] ?? 100_000);
const folder = mkdtempSync(path.join(tmpdir(), "kairos-bench-"));
const say = (line: string) => process.stdout.write(`${line}\n`);

/** An operator's command; its one JSON object. */
function admin(...words: string[]): Record<string, unknown> {
  const run = spawnSync(process.execPath, ["scripts/admin.mjs", ...words], {
    encoding: "utf8",
    maxBuffer: 1 << 24,
  });
  if (run.status !== 0) throw new Error(`${words[0]}: ${run.stdout}${run.stderr}`);
  return JSON.parse(run.stdout) as Record<string, unknown>;
}

function* lines(): Generator<string> {
  yield "email,number,first,last,city,points\n";
  for (let n = 1; n <= people; n += 1) {
    yield `p${n}@mail${n % 40}.example,K-${n},First${n % 300},Last${n % 5000},City ${n % 200},${n % 1000}\n`;
  }
}

try {
  const stamp = Date.now().toString(36);
  const workspace = `Bench ${stamp}`;
  admin(
    "create-owner",
    ...["--email", `bench-${stamp}@nord.example`, "--password", `bench-${stamp}-password`],
    ...["--workspace", workspace, "--brand", "Bench"],
  );
  const file = path.join(folder, "people.csv");
  await pipeline(Readable.from(lines()), createWriteStream(file));
  const mapping = path.join(folder, "mapping.json");
  const attribute = (key: string, type: string) => ({ to: "attribute", key, label: key, type });
  const target = (column: string, to: object) => ({ column, target: to });
  writeFileSync(
    mapping,
    JSON.stringify({
      kind: "people",
      overwrite: "fill_empty",
      columns: [
        target("email", { to: "email" }),
        target("number", { to: "externalId" }),
        target("first", { to: "firstName" }),
        target("last", { to: "lastName" }),
        target("city", attribute("city", "text")),
        target("points", attribute("points", "number")),
      ],
    }),
  );
  const start = performance.now();
  const result = admin(
    "import",
    ...["--workspace", workspace, "--file", file, "--mapping", mapping],
  );
  const seconds = (performance.now() - start) / 1000;
  say(JSON.stringify(result));
  const megabytes = (statSync(file).size / 1e6).toFixed(0);
  const rate = Math.round(people / seconds);
  say(`${people} people, ${megabytes} MB: ${seconds.toFixed(1)} s, ${rate} rows/s`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
