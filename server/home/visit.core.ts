/** A pause after which opening home is another visit. */
const VISIT_MS = 30 * 60_000;

interface Visits {
  seenHomeAt: Date | null;
  lastVisitAt: Date | null;
}

/**
 * What a look at home makes of what is known of earlier ones. Looks in quick succession, a reload for
 * instance, belong to one visit: what was new stays new, until home was left alone for a while.
 */
export function visitsAfter(known: Visits | null, now: Date): { seenHomeAt: Date } & Visits {
  const seen = known?.seenHomeAt ?? null;
  const isAnother = seen !== null && now.getTime() - seen.getTime() > VISIT_MS;
  return { seenHomeAt: now, lastVisitAt: isAnother ? seen : (known?.lastVisitAt ?? null) };
}
