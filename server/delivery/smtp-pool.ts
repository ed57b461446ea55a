import { parseConnectionUrl } from "nodemailer/lib/shared";
import { type Envelope, openLink, type Sent, type SmtpLink, type SmtpTarget } from "./smtp-link";

/** RFC 5321 4.5.3.2.6: ten minutes for the answer to the dot; giving up early makes unknowns. */
const TIMEOUTS = { connect: 10_000, socket: 600_000 };

/**
 * The mail server of SMTP_URL. The local mailbox gets the label as the user name, so that it can
 * tell whose mail it is; a real server gets the URL's credentials.
 */
export function smtpTarget(
  from: { url: string; isLocalMailbox: boolean },
  label: string,
  timeouts = TIMEOUTS,
): SmtpTarget {
  const { host, port, secure, auth } = parseConnectionUrl(from.url);
  const { user, pass } = auth ?? {};
  const own = user && pass ? { user, pass } : null;
  const isSecure = secure === true;
  return {
    key: from.isLocalMailbox ? label : "",
    host: host ?? "localhost",
    port: Number(port ?? (isSecure ? 465 : 587)),
    secure: isSecure,
    auth: from.isLocalMailbox ? { user: label, pass: "local" } : own,
    timeouts,
  };
}

export interface SmtpPool {
  /** Sends one message over a kept-open link. Rejects with SmtpUnavailable when there is none. */
  deliver(job: {
    target: SmtpTarget;
    envelope: Envelope;
    raw: Buffer;
    intent: () => Promise<boolean>;
  }): Promise<Sent>;
  /** Closes everything, also what is being sent: its outcome is then what its phase says. */
  close(): void;
}

/** Keeps at most `max` links; the caller sends at most `max` messages at once. */
export function smtpPool(max: number): SmtpPool {
  const idle: { key: string; link: SmtpLink }[] = [];
  const busy = new Set<SmtpLink>();
  let opening = 0;

  async function take(target: SmtpTarget): Promise<SmtpLink> {
    for (let at = idle.length - 1; at >= 0; at -= 1) {
      const candidate = idle[at];
      if (!candidate || (candidate.link.isOpen && candidate.key !== target.key)) continue;
      idle.splice(at, 1);
      if (candidate.link.isOpen) return candidate.link;
    }
    // Make room: links of other labels are the ones nobody waits for.
    while (idle.length > 0 && idle.length + busy.size + opening >= max) idle.shift()?.link.close();
    opening += 1;
    try {
      return await openLink(target);
    } finally {
      opening -= 1;
    }
  }

  async function attempt(job: Parameters<SmtpPool["deliver"]>[0]): Promise<Sent | null> {
    const link = await take(job.target);
    const isUsed = link.uses > 0;
    busy.add(link);
    try {
      const sent = await link.send(job.envelope, job.raw, job.intent);
      // The server had closed the idle connection: nothing was said, so simply take another.
      const isStale = isUsed && !sent.data && sent.reply === null;
      return isStale ? null : sent;
    } finally {
      busy.delete(link);
      if (link.isOpen) idle.push({ key: job.target.key, link });
    }
  }

  return {
    deliver: async (job) => {
      for (let tries = 0; tries < max; tries += 1) {
        const sent = await attempt(job);
        if (sent) return sent;
      }
      return { phase: "before", reply: null, data: false, refused: false };
    },
    close: () => {
      for (const { link } of idle.splice(0)) link.close();
      for (const link of busy) link.close();
    },
  };
}
