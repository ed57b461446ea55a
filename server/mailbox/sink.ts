import PostalMime from "postal-mime";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import { type clock, logger, newId } from "../kernel";
import { isLabel, SYSTEM_LABEL } from "./label.core";
import { openLog, writeMail } from "./store";

const MAX_SIZE = 25 * 1024 * 1024;

export interface Sink {
  port: number;
  close(): Promise<void>;
}

async function readAll(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    // Read to the end even when it is too large: the refusal is the answer to the final dot.
    if (!stream.sizeExceeded) chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks);
}

/** The subject as people read it; '' when there is none. Headers only: bodies may be large. */
async function subjectOf(raw: Buffer): Promise<string> {
  const end = raw.indexOf("\r\n\r\n");
  const head = end < 0 ? raw : raw.subarray(0, end + 4);
  return (await PostalMime.parse(head)).subject ?? "";
}

function refusal(message: string, responseCode: number): Error {
  return Object.assign(new Error(message), { responseCode });
}

/**
 * A real SMTP server that keeps every mail and delivers none. A mail is answered with 250 only
 * after its bytes and its line in the log are on the disk, so `kill -9` loses nothing that was
 * acknowledged. The user name given at AUTH is the label (whose mail it is); there is no password,
 * because it listens on this machine only.
 */
export async function startSink(options: {
  folder: string;
  port: number;
  clock: typeof clock;
}): Promise<Sink> {
  const log = logger("mailbox");
  const writer = await openLog(options.folder);

  async function keep(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    const raw = await readAll(stream);
    if (stream.sizeExceeded) throw refusal("5.3.4 Message too big", 552);
    const { mailFrom, rcptTo } = session.envelope;
    const now = options.clock.now();
    const mail = {
      id: newId(now.getTime()),
      at: now.toISOString(),
      label: typeof session.user === "string" ? session.user : SYSTEM_LABEL,
      from: mailFrom === false ? "" : mailFrom.address,
      to: rcptTo.map((recipient) => recipient.address),
      size: raw.length,
      subject: await subjectOf(raw),
    };
    await writeMail(options.folder, mail, raw);
    await writer.append(mail);
  }

  const server = new SMTPServer({
    name: "mailbox.kairos.localhost",
    banner: "Kairos mailbox: keeps everything, delivers nothing",
    size: MAX_SIZE,
    authOptional: true,
    authMethods: ["PLAIN", "LOGIN"],
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    closeTimeout: 2_000,
    onAuth: (auth, _session, done) => {
      const label = auth.username ?? "";
      if (isLabel(label)) done(null, { user: label });
      else done(refusal("5.7.8 Not a label", 535));
    },
    onData: (stream, session, done) => {
      keep(stream, session).then(
        () => done(null, "2.0.0 Kept"),
        (error: unknown) => {
          const code = error instanceof Error && "code" in error ? error.code : undefined;
          if (code === "ECONNECTION") log.info("connection ended within a mail");
          else log.error({ err: error }, "mail not kept");
          const known = error instanceof Error && "responseCode" in error;
          done(known ? error : refusal("4.3.0 Could not be written", 451));
        },
      );
    },
  });
  server.on("error", (error) => log.warn({ err: error }, "connection failed"));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    const listening = server.listen(options.port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
    listening.once("error", reject);
  });
  const address = server.server.address();
  return {
    port: typeof address === "object" && address ? address.port : options.port,
    close: async () => {
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await writer.close();
    },
  };
}
