/**
 * A mail server that costs as little as one can: it takes everything, counts it and keeps a sample.
 * Its parent asks for the counts; environment: SAMPLE_EVERY.
 */
import net from "node:net";

const every = Number(process.env.SAMPLE_EVERY ?? "500");
const END = Buffer.from("\r\n.\r\n");

export interface SinkReport {
  count: number;
  bytes: number;
  /** Some of the mails, as they came. */
  samples: string[];
  /** Envelope recipients that came more than once. */
  repeated: number;
}

let count = 0;
let bytes = 0;
let samples: string[] = [];
let repeated = 0;
let known = new Set<string>();

function serve(socket: net.Socket): void {
  socket.setNoDelay(true);
  socket.on("error", () => socket.destroy());
  let rest: Buffer = Buffer.alloc(0);
  let isData = false;
  let to = "";
  let answers = "220 sink ESMTP\r\n";

  function command(line: string): void {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === "EHLO")
      answers += "250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 50000000\r\n";
    else if (verb === "DATA") {
      isData = true;
      answers += "354 go on\r\n";
    } else if (verb === "QUIT") answers += "221 bye\r\n";
    else {
      if (verb === "RCPT") to = line;
      answers += "250 2.0.0 ok\r\n";
    }
  }

  function keep(mail: Buffer): void {
    count += 1;
    bytes += mail.length;
    if (known.has(to)) repeated += 1;
    known.add(to);
    if (count % every === 1) samples.push(mail.toString("latin1").replaceAll("\r\n..", "\r\n."));
  }

  /** The end of the next command or message that begins at `from`; negative when it is not all there. */
  function takeOne(buffer: Buffer, from: number): number {
    if (isData) {
      const end = buffer.indexOf(END, from);
      if (end < 0) return end;
      keep(buffer.subarray(from, end + 2));
      isData = false;
      answers += "250 2.0.0 taken\r\n";
      return end + END.length;
    }
    const end = buffer.indexOf(10, from);
    if (end < 0) return end;
    command(buffer.toString("latin1", from, end - 1));
    return end + 1;
  }

  /** Takes what is whole; returns what is left. */
  function take(buffer: Buffer): Buffer {
    let from = 0;
    for (let end = takeOne(buffer, from); end >= 0; end = takeOne(buffer, from)) from = end;
    return buffer.subarray(from);
  }

  socket.write(answers);
  answers = "";
  socket.on("data", (chunk) => {
    rest = take(rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk);
    if (answers === "") return;
    socket.write(answers);
    answers = "";
  });
}

const server = net.createServer(serve);
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.({ port: typeof address === "object" && address ? address.port : 0 });
});
process.on("message", (word) => {
  const report: SinkReport = { count, bytes, samples, repeated };
  process.send?.(report);
  if (word !== "reset") return;
  [count, bytes, samples, repeated, known] = [0, 0, [], 0, new Set()];
});
process.on("disconnect", () => process.exit(0));
