/**
 * The durable queues, created by the migrate step under the owner role (the application roles may
 * only use them). Which job carries what, and who handles it: `server/jobs/catalogue.ts`.
 */
export const QUEUES = [
  {
    name: "imports.run",
    options: {
      policy: "exclusive",
      retryLimit: 1_000,
      retryDelay: 2,
      expireInSeconds: 6 * 3_600,
      heartbeatSeconds: 15,
    },
  },
  {
    name: "imports.undo",
    options: {
      policy: "exclusive",
      retryLimit: 1_000,
      retryDelay: 2,
      expireInSeconds: 6 * 3_600,
      heartbeatSeconds: 15,
    },
  },
  {
    name: "campaigns.prepare",
    options: {
      policy: "exclusive",
      retryLimit: 1_000,
      retryDelay: 2,
      expireInSeconds: 6 * 3_600,
      heartbeatSeconds: 15,
    },
  },
  {
    name: "delivery.test-send",
    // The row is taken up only once, so trying again after a lost database sends nothing twice.
    options: {
      policy: "standard",
      retryLimit: 5,
      retryDelay: 2,
      retryBackoff: true,
      expireInSeconds: 120,
      heartbeatSeconds: 15,
    },
  },
  {
    name: "auth.mail",
    options: {
      policy: "standard",
      retryLimit: 5,
      retryDelay: 2,
      retryBackoff: true,
      expireInSeconds: 120,
      heartbeatSeconds: 15,
    },
  },
] as const;

/** @public */
export type QueueName = (typeof QUEUES)[number]["name"];
