import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { clock, newId } from "../kernel";
import { linksOf } from "./links.core";
import type { MailEntry } from "./schemas";
import { startSink } from "./sink";
import { appendOnce, findMail, listMails, openLog, readMail } from "./store";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "kairos-mailbox-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function entry(subject: string, label = "system"): MailEntry {
  return { id: newId(), at: clock.now().toISOString(), label, from: "", to: [], size: 1, subject };
}

const subjects = () => listMails(folder, "system").map((mail) => mail.subject);

describe("the log", () => {
  test("is read on from where it was read to", async () => {
    const log = await openLog(folder);
    await log.append(entry("one"));
    expect(subjects()).toEqual(["one"]);
    await Promise.all([log.append(entry("two")), log.append(entry("three"))]);
    expect(subjects()).toEqual(["one", "two", "three"]);
    await log.close();
  });

  test("half a line of a killed sink is no mail and swallows none", async () => {
    const first = await openLog(folder);
    await first.append(entry("one"));
    await first.close();
    await appendFile(path.join(folder, "index.ndjson"), '{"id":"019a');
    expect(subjects()).toEqual(["one"]);
    const second = await openLog(folder);
    await second.append(entry("two"));
    await second.close();
    expect(subjects()).toEqual(["one", "two"]);
  });

  test("says up to where a mailbox was emptied, for its label only", async () => {
    const log = await openLog(folder);
    const [one, two] = [entry("one"), entry("two")];
    await log.append(one);
    await log.append(two);
    await log.append(entry("other", `ws-${newId()}`));
    await appendOnce(folder, { emptied: "system", upTo: one.id, at: one.at });
    await log.append(entry("three"));
    expect(subjects()).toEqual(["two", "three"]);
    expect(findMail(folder, one.id)).toBeNull();
    expect(findMail(folder, two.id)).toMatchObject({ subject: "two" });
    await log.close();
  });

  test("a folder without a log is an empty mailbox", () => {
    expect(subjects()).toEqual([]);
  });

  test("a label never leads out of the folder", async () => {
    await writeFile(path.join(folder, "secret.eml"), "x");
    const mail = { ...entry("x", "../.."), id: "secret" };
    await expect(readMail(folder, mail)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

/** Speaks SMTP line by line; returns everything the sink said. */
function talk(port: number, lines: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let said = "";
    const left = [...lines];
    socket.setEncoding("latin1");
    socket.on("data", (text: string) => {
      said += text;
      if (!/^\d{3} .*\r\n$/m.test(text)) return;
      const next = left.shift();
      if (next === undefined) socket.end();
      else socket.write(`${next}\r\n`);
    });
    socket.on("close", () => resolve(said));
    socket.on("error", reject);
  });
}

describe("the sink", () => {
  const login = (user: string) => `AUTH PLAIN ${Buffer.from(`\0${user}\0any`).toString("base64")}`;
  const mail = ["MAIL FROM:<a@nord.example>", "RCPT TO:<b@web.example>", "DATA"];

  test("keeps the bytes as they came, under the label of the sign-in", async () => {
    const sink = await startSink({ folder, port: 0, clock });
    const label = `ws-${newId()}`;
    const body = "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n\r\n..two dots\r\nend \r\n.";
    await talk(sink.port, ["EHLO x", login(label), ...mail, body]);
    await sink.close();
    const [kept] = listMails(folder, label);
    expect(kept).toMatchObject({
      subject: "Grüße",
      from: "a@nord.example",
      to: ["b@web.example"],
    });
    if (!kept) return;
    const raw = await readMail(folder, kept);
    expect(raw.toString()).toBe(
      "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n\r\n.two dots\r\nend \r\n",
    );
    expect(kept.size).toBe(raw.length);
  });

  test("takes mail without a sign-in as the system's, and no other label", async () => {
    const sink = await startSink({ folder, port: 0, clock });
    await talk(sink.port, ["EHLO x", ...mail, "Subject: hi\r\n\r\nx\r\n."]);
    const refused = await talk(sink.port, ["EHLO x", login("../../etc")]);
    await sink.close();
    expect(listMails(folder, "system")).toHaveLength(1);
    expect(refused).toContain("535");
  });

  test("a mail that was not answered is not in the log", async () => {
    const sink = await startSink({ folder, port: 0, clock });
    await new Promise<void>((resolve) => {
      const socket = connect(sink.port, "127.0.0.1");
      socket.on("data", (text) => {
        if (String(text).startsWith("220")) {
          socket.write(["EHLO x", ...mail, "Subject: half"].map((line) => `${line}\r\n`).join(""));
        }
        if (String(text).includes("354")) socket.destroy();
      });
      socket.on("close", () => resolve());
    });
    await sink.close();
    expect(listMails(folder, "system")).toEqual([]);
  });
});

describe("links of a mail", () => {
  test("come from the HTML, decoded, each once, and only of the web", () => {
    const html = `<a href="https://n.example/?a=1&amp;b=2">One <b>two</b></a>
      <A class='x' HREF='http://n.example/2'>&Uuml; &#220;</A> <a href="https://n.example/?a=1&amp;b=2">again</a>
      <a href="javascript:alert(1)">no</a> <a href="mailto:a@n.example">no</a> <a name="x">no</a>`;
    expect(linksOf({ html, text: "https://elsewhere.example/" })).toEqual([
      { url: "https://n.example/?a=1&b=2", text: "One two" },
      { url: "http://n.example/2", text: "&Uuml; Ü" },
    ]);
  });

  test("come from the text when there is no HTML", () => {
    expect(
      linksOf({ html: null, text: "Go: https://n.example/x?y=1 (or <http://n.example/z>)" }),
    ).toEqual([
      { url: "https://n.example/x?y=1", text: "" },
      { url: "http://n.example/z", text: "" },
    ]);
  });
});
