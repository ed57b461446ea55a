import { appendFile, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Tx } from "@/db";
import { newId } from "../kernel";
import { destinationCache } from "./destinations";
import { openJournal } from "./journal";
import type { Visit } from "./schemas";

async function folderOf() {
  const folder = await mkdtemp(path.join(tmpdir(), "kairos-journal-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return path.join(folder, "tracking");
}

function visit(): Visit {
  return {
    id: newId(),
    kind: "click",
    at: new Date().toISOString(),
    workspaceId: newId(),
    message: null,
    linkId: newId(),
    machineReason: null,
    agent: "",
    origin: "",
  };
}

const ids = (visits: readonly Visit[]) => visits.map((one) => one.id);

test("what was written is handed over once, in its order, also while more is written", async () => {
  const folder = await folderOf();
  const journal = openJournal(folder);
  const all = Array.from({ length: 200 }, visit);
  const taken: Visit[] = [];
  const take = async (visits: Visit[]) => void taken.push(...visits);
  const writing = all.map((one) => journal.append(one));
  await journal.drain(take);
  await Promise.all(writing);
  await journal.drain(take);
  await journal.drain(take);
  expect(ids(taken)).toEqual(ids(all));
  expect(await readdir(folder)).toEqual([]);
});

test("what could not be taken in is handed over again, to the next process as well", async () => {
  const folder = await folderOf();
  const [first, second] = [visit(), visit()];
  const journal = openJournal(folder);
  await journal.append(first);
  await expect(journal.drain(() => Promise.reject(new Error("away")))).rejects.toThrow("away");
  await journal.append(second);
  const taken: Visit[] = [];
  await openJournal(folder).drain(async (visits) => void taken.push(...visits));
  expect(ids(taken).sort()).toEqual(ids([first, second]).sort());
});

test("a line that was cut off is passed over, and no other", async () => {
  const folder = await folderOf();
  const journal = openJournal(folder);
  const one = visit();
  await journal.append(one);
  const [name = ""] = await readdir(folder);
  await appendFile(path.join(folder, name), '{"id":"x"}\n{"id":"01');
  const taken: Visit[] = [];
  await journal.drain(async (visits) => void taken.push(...visits));
  expect(ids(taken)).toEqual([one.id]);
});

test("a journal without a folder says so at every line", async () => {
  const folder = await folderOf();
  await writeFile(`${path.dirname(folder)}/file`, "");
  const journal = openJournal(path.join(path.dirname(folder), "file", "tracking"));
  await expect(journal.append(visit())).rejects.toThrow();
  await expect(journal.append(visit())).rejects.toThrow();
});

test("destinations are kept up to a bound, the longest unused go first", async () => {
  let reads = 0;
  const rows = (id: string) => [{ id, versionId: "v", url: `https://nord.example/${id}` }];
  const tx = (id: string) => {
    const chain = { from: () => chain, where: async () => rows(id) };
    return { select: () => chain } as unknown as Tx;
  };
  let asked = "";
  const cache = destinationCache(async (_, work) => {
    reads += 1;
    await work(tx(asked));
  }, 2);
  const find = (id: string) => {
    asked = id;
    return cache.find("w", id);
  };
  for (const id of ["a", "b", "a", "c", "a"]) {
    expect(await find(id)).toBe(`https://nord.example/${id}`);
  }
  expect(reads).toBe(3);
  await find("b");
  expect(reads).toBe(4);
});
