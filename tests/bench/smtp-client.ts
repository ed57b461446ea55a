/**
 * `node --import tsx tests/bench/smtp-client.ts [messages] [connections]`: what our SMTP client and
 * nodemailer's smtp-connection write in a second to a sink that keeps nothing, in another process.
 * Three alternating runs; the medians, and the processor's time of the sending process alone.
 */

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import net from "node:net";
import { fileURLToPath } from "node:url";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import { openClient } from "@/server/delivery/smtp-client";
import type { Submission } from "@/server/delivery/smtp-types";

const [count = 20_000, connections = 50] = process.argv
  .slice(2)
  .map(Number)
  .filter(Number.isFinite);
const RUNS = 3;
const ENVELOPE = { from: "bounce@nord.example", to: "ana@web.example" };
const LINE = `${"Lorem ipsum dolor sit amet consetetur ".repeat(2).trim()}\r\n`;
const RAW = Buffer.from(`Subject: Hello\r\n\r\n${LINE.repeat(Math.floor(8_600 / LINE.length))}`);

const OFFERS = "250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 50000000\r\n";

const ANSWERS: Record<string, string> = { EHLO: OFFERS, DATA: "354 Go ahead\r\n" };

/** Says yes to everything; looks for the dot in bytes, so that it is never what is measured. */
function swallow(socket: net.Socket): void {
  let isData = false;
  let rest: Buffer = Buffer.alloc(0);
  /** Answers one command, or one message, of what is there. */
  function answer(): string | null {
    const mark = isData ? "\r\n.\r\n" : "\r\n";
    const at = rest.indexOf(mark);
    if (at < 0) return null;
    const verb = isData ? "." : rest.toString("latin1", 0, 4);
    rest = rest.subarray(at + mark.length);
    isData = verb === "DATA";
    return ANSWERS[verb] ?? "250 2.0.0 Ok\r\n";
  }
  socket.setNoDelay(true);
  socket.write("220 sink\r\n");
  socket.on("error", () => undefined);
  socket.on("data", (chunk) => {
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let said = "";
    for (let one = answer(); one !== null; one = answer()) said += one;
    if (isData) rest = Buffer.from(rest.subarray(-4));
    if (said) socket.write(said);
  });
}

async function startSink(): Promise<{ port: number; child: ChildProcess }> {
  const child = fork(fileURLToPath(import.meta.url), ["sink"]);
  const [port] = (await once(child, "message")) as [number];
  return { port, child };
}

const soon = (): Promise<boolean> => new Promise((resolve) => setImmediate(() => resolve(true)));

async function ours(port: number): Promise<void> {
  let left = count;
  let settled = 0;
  let finish: () => void = () => undefined;
  const all = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const next = (): Submission | null => {
    if (left === 0) return null;
    left -= 1;
    return {
      idempotencyKey: "",
      envelope: ENVELOPE,
      raw: RAW,
      intent: soon,
      dot: () => undefined,
      done: (sent) => {
        if (sent.reply?.code !== 250) throw new Error(JSON.stringify(sent));
        settled += 1;
        if (settled === count) finish();
      },
    };
  };
  const target = {
    key: "",
    host: "127.0.0.1",
    port,
    secure: false,
    auth: null,
    timeouts: { connect: 5_000, socket: 10_000 },
  };
  const clients = await Promise.all(
    Array.from({ length: connections }, () => openClient(target, next)),
  );
  await all;
  for (const client of clients) client.close();
}

async function theirs(port: number): Promise<void> {
  let left = count;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const connection = new SMTPConnection({ host: "127.0.0.1", port });
      await new Promise<void>((resolve) => connection.connect(() => resolve()));
      while (left > 0) {
        left -= 1;
        await new Promise<void>((resolve, reject) =>
          connection.send({ ...ENVELOPE, to: [ENVELOPE.to], size: RAW.length }, RAW, (error) =>
            error ? reject(error) : resolve(),
          ),
        );
      }
      connection.close();
    }),
  );
}

const median = (all: number[]): number => [...all].sort((a, b) => a - b)[all.length >> 1] ?? 0;
const print = (line: string) => process.stdout.write(`${line}\n`);

async function measure(): Promise<void> {
  const { port, child } = await startSink();
  const figures = new Map<string, { rate: number[]; cpu: number[] }>();
  for (let run = 0; run < RUNS; run += 1) {
    for (const send of [ours, theirs]) {
      const cpu = process.cpuUsage();
      const from = performance.now();
      await send(port);
      const seconds = (performance.now() - from) / 1_000;
      const { user, system } = process.cpuUsage(cpu);
      const of = figures.get(send.name) ?? { rate: [], cpu: [] };
      of.rate.push(count / seconds);
      of.cpu.push((user + system) / count);
      figures.set(send.name, of);
    }
  }
  child.kill();
  print(`${count} messages of ${RAW.length} bytes, ${connections} connections, medians of ${RUNS}`);
  for (const [name, { rate, cpu }] of figures) {
    print(
      `${name}: ${Math.round(median(rate))} messages/s, ${Math.round(median(cpu))} µs CPU each`,
    );
  }
}

if (process.argv[2] === "sink") {
  const server = net.createServer(swallow);
  server.listen(0, "127.0.0.1", () => {
    const bound = server.address();
    process.send?.(typeof bound === "object" && bound ? bound.port : 0);
  });
} else await measure();
