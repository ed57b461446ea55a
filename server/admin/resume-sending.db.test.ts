import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { asAdmin, testDatabase } from "@/tests/support/database";
import { campaignState, sendingCampaign } from "@/tests/support/sending";
import { freshWorkspace } from "@/tests/support/workspace";
import { folderName, halt, haltOf, journalsFolder } from "../delivery";
import { haltedSince } from "../home/service";
import { readiness } from "../http";
import { newId } from "../kernel";
import { resumeSendingCommand } from "./resume-sending";

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "kairos-resume-"));
  vi.stubEnv("DATABASE_URL", (await testDatabase()).adminUrl);
  vi.stubEnv("DATA_DIR", folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

beforeEach(async () => {
  await asAdmin(async (client) => {
    await client.query("delete from send_workers");
    // What earlier tests of this database left under way is not ours.
    await client.query("update campaigns set state = 'finished' where state <> 'draft'");
  });
});

/** A worker that sent until a moment ago; `timeline` 0 is the database's present one. */
async function worker(host: string, journals: string, as: { isAlive?: true; timeline?: number }) {
  const { isAlive = false, timeline = 0 } = as;
  await asAdmin((client) =>
    client.query(
      `insert into send_workers (id, host, version, journals, timeline, started_at, lease_until)
       values ($1, $2, '', $3, coalesce(nullif($4::int, 0),
           ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int),
         now(), now() + make_interval(secs => $5))`,
      [newId(), host, journals, timeline, isAlive ? 30 : -30],
    ),
  );
}

test("sending is resumed only when the journals of every machine that sent were held against the database", async () => {
  const at = new Date("2026-03-01T10:00:00Z");
  halt(journalsFolder(), "rewound", at);
  await worker("here", folderName(journalsFolder()), {});
  await worker("there", "folder of another machine", {});
  expect(await resumeSendingCommand([])).toMatchObject({ waitingFor: ["there"], isResumed: false });
  expect(haltOf(journalsFolder())).not.toBeNull();
  // Both screens and whoever watches the installation are told.
  expect(haltedSince()).toEqual(at);
  expect(await readiness()).toEqual({ status: "ready", database: "ok", sending: "halted" });

  await asAdmin((client) =>
    client.query("update send_workers set reconciled_at = now() where host = 'there'"),
  );
  expect(await resumeSendingCommand([])).toMatchObject({ waitingFor: [], isResumed: true });
  expect(haltOf(journalsFolder())).toBeNull();
  expect(haltedSince()).toBeNull();
  expect(await readiness()).toMatchObject({ sending: "on" });
  await expect(resumeSendingCommand([])).rejects.toMatchObject({ code: "NOT_HALTED" });
});

test("a machine that lives and has looked back is not waited for; one that has not is", async () => {
  halt(journalsFolder(), "rewound", new Date());
  await worker("looked", "a", { isAlive: true });
  await worker("looked", "a", {});
  await worker("not yet", "b", { isAlive: true, timeline: 7777 });
  expect(await resumeSendingCommand([])).toMatchObject({ waitingFor: ["not yet"] });
  // Its disk is lost: nobody will ever know more.
  const told = await resumeSendingCommand(["--without", "not yet"]);
  expect(told).toMatchObject({ waitingFor: [], isResumed: true });
});

test("what was due lately has to be scheduled again; while one is being prepared nothing is resumed", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 1 });
  const put = (state: string, sendAt: string | null) =>
    asAdmin((client) =>
      client.query(
        "update campaigns set state = $2, send_at = now() + $3::interval where id = $1",
        [campaign.campaignId, state, sendAt],
      ),
    );
  halt(journalsFolder(), "rewound", new Date());
  await put("preparing", null);
  await expect(resumeSendingCommand([])).rejects.toMatchObject({ code: "PREPARING" });
  expect(haltOf(journalsFolder())).not.toBeNull();
  await put("scheduled", "-1 minute");
  expect(await resumeSendingCommand([])).toMatchObject({ paused: 1, isResumed: true });
  expect(await campaignState(campaign)).toBe("draft");

  halt(journalsFolder(), "unheard", new Date());
  await put("scheduled", "1 hour");
  expect(await resumeSendingCommand([])).toMatchObject({ paused: 0, isResumed: true });
  expect(await campaignState(campaign)).toBe("scheduled");
});
