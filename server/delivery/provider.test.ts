import { expect, test } from "vitest";
import { httpProvider } from "@/tests/support/http-provider";
import { startHttpService } from "@/tests/support/http-service";
import { type Conduct, providerContract } from "@/tests/support/provider-contract";
import { type Fault, startFaultServer } from "@/tests/support/smtp-faults";
import { letter, localTarget, type TestLetter } from "@/tests/support/smtp-script";
import { smtpProvider } from "./smtp-provider";

const FAULTS: Record<Conduct, Fault> = {
  takes: "none",
  "refuses for good": "dot-550",
  "says later": "dot-451",
  "asks to slow down": "rcpt-421",
  "takes silently": "dot-reset-kept",
  "goes away early": "rcpt-reset",
};

const over = (port: number) =>
  smtpProvider({ key: "smtp", connections: 4, target: async () => localTarget(port) });

providerContract("SMTP", {
  setUp: async (conduct) => {
    const server = await startFaultServer((address) => FAULTS[conduct(address)]);
    return { provider: over(server.port), arrived: () => server.copies };
  },
  nowhere: () => over(9),
  saysHowLong: false,
});

providerContract("HTTP", {
  setUp: (conduct) => startHttpService(conduct),
  nowhere: () => httpProvider(9),
  saysHowLong: true,
});

test("a service is given many messages in one request, urgent ones in their own", async () => {
  const { provider, arrived, requests } = await startHttpService(() => "takes");
  const all = Array.from({ length: 20 }, (_, n) => letter(`p${n}@web.example`));
  for (const one of all) provider.submit(one);
  const urgent = letter("now@web.example");
  provider.submit(urgent, { isUrgent: true });
  const sent = await Promise.all([...all, urgent].map((one) => one.settled));
  expect(arrived()).toHaveLength(21);
  expect(requests()).toBe(2);
  expect(new Set(sent.map((one) => one.providerMessageId)).size).toBe(21);
});

test("a service that knows idempotency keys has one copy of what is handed over twice", async () => {
  const { provider, arrived } = await startHttpService(() => "takes");
  const [once, again, other] = ["<a>", "<a>", "<b>"].map((idempotencyKey) =>
    letter("ana@web.example", { idempotencyKey }),
  ) as [TestLetter, TestLetter, TestLetter];
  for (const one of [once, again, other]) {
    provider.submit(one);
    expect(await one.settled).toMatchObject({ phase: "after", reply: { code: 250 } });
  }
  expect(arrived()).toHaveLength(2);
});
