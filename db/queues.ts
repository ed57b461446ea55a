/** Work that goes on where it stood, whatever ends its worker; never twice at a time. */
const LONG_WORK = {
  policy: "exclusive",
  retryLimit: 1_000,
  retryDelay: 2,
  expireInSeconds: 6 * 3_600,
  heartbeatSeconds: 15,
} as const;

/** Waits for its day and is done in a moment; nobody waits for it. */
const CHORE = {
  policy: "standard",
  retryLimit: 20,
  retryDelay: 60,
  retryBackoff: true,
  retryDelayMax: 6 * 3_600,
  expireInSeconds: 3_600,
  heartbeatSeconds: 15,
} as const;

/** The same, once for each key, be it waiting, running or tried again. */
const KEYED_CHORE = { ...CHORE, policy: "exclusive" } as const;

/** Comes again every day: one waits for its day, whoever asks for another. */
const DAILY = { ...CHORE, policy: "short" } as const;

/** What is done about the same thing waits once, however often it is asked for. */
const ONCE = { ...CHORE, policy: "short" } as const;

/** Half a minute of work in one transaction; somebody waits for it. */
const ONE_GO = {
  policy: "exclusive",
  retryLimit: 3,
  retryDelay: 5,
  expireInSeconds: 900,
  heartbeatSeconds: 15,
} as const;

/** One mail that somebody waits for. */
const SINGLE_MAIL = {
  policy: "standard",
  retryLimit: 5,
  retryDelay: 2,
  retryBackoff: true,
  expireInSeconds: 120,
  heartbeatSeconds: 15,
} as const;

/**
 * The durable queues, created by the migrate step under the owner role (the application roles may
 * only use them). Which job carries what, and who handles it: `server/jobs/catalogue.ts`.
 */
export const QUEUES = [
  {
    name: "imports.run",
    options: LONG_WORK,
  },
  {
    name: "imports.undo",
    options: LONG_WORK,
  },
  {
    name: "imports.tidy",
    options: CHORE,
  },
  {
    name: "campaigns.start",
    options: KEYED_CHORE,
  },
  {
    name: "campaigns.prepare",
    options: LONG_WORK,
  },
  {
    name: "delivery.test-send",
    // The row is taken up only once, so trying again after a lost database sends nothing twice.
    options: SINGLE_MAIL,
  },
  {
    name: "delivery.used",
    options: ONCE,
  },
  {
    name: "demo.build",
    options: ONE_GO,
  },
  {
    name: "senders.check",
    options: DAILY,
  },
  {
    name: "auth.mail",
    options: SINGLE_MAIL,
  },
] as const;

/** @public */
export type QueueName = (typeof QUEUES)[number]["name"];
