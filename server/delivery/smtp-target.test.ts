import { expect, onTestFinished, test } from "vitest";
import { startScript } from "@/tests/support/smtp-script";
import { connectTo } from "./smtp-connect";
import { smtpTarget } from "./smtp-target";
import { SmtpUnavailable } from "./smtp-types";

const of = (url: string, isLocalMailbox = false) =>
  smtpTarget({ url, isLocalMailbox }, "ws-1", { connect: 2_000, socket: 500 });

test.each([
  ["smtp://user:secret@mail.example:587", true],
  ["smtp://user:secret@10.0.0.7:25", true],
  ["smtp://user:secret@mail.example:587?requireTLS=false", false],
  ["smtp://user:secret@localhost:2525", false],
  ["smtp://user:secret@127.0.0.1:2525", false],
  ["smtp://user:secret@[::1]:2525", false],
  ["smtp://user:secret@127.0.0.1:2525?requireTLS=true", true],
  ["smtp://mail.example:25", false],
  ["smtp://mail.example:25?requireTLS=true", true],
  // By TLS from the first byte; there is nothing to ask for.
  ["smtps://user:secret@mail.example:465", false],
])("%s needs STARTTLS: %s", (url, needs) => {
  expect(of(url).requireTls).toBe(needs);
  expect(of(url).secure).toBe(url.startsWith("smtps:"));
});

test("a password is not said to a server from whose offers STARTTLS was struck", async () => {
  const heard: string[] = [];
  const { port, stop } = await startScript(async (peer) => {
    peer.say("220 mail.example ESMTP\r\n");
    for (let line = await peer.line(); ; line = await peer.line()) {
      heard.push(line.slice(0, 4));
      peer.say(
        line.startsWith("EHLO")
          ? "250-mail.example\r\n250 AUTH PLAIN LOGIN\r\n"
          : line.startsWith("STARTTLS")
            ? "502 5.5.1 What?\r\n"
            : "235 2.7.0 Welcome\r\n",
      );
    }
  });
  onTestFinished(stop);
  const target = of("smtp://user:secret@mail.example:587");
  await expect(connectTo({ ...target, host: "127.0.0.1", port })).rejects.toThrow(SmtpUnavailable);
  expect(heard).not.toContain("AUTH");
});
