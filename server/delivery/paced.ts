import { createPacer } from "./pacer.core";
import type { ChannelProvider } from "./provider";

/** How many messages are handed on ahead of their moment: a timer is not called for each of them. */
const AHEAD = 1;

/**
 * A provider that takes no more than so many messages a second. `share` says how many processes use
 * it, which divide the rate between them; null: that is not known yet, and there is no room. `onRoom` is
 * called when there is room again.
 */
export function paced(
  provider: ChannelProvider,
  perSecond: number,
  by: { share: () => number | null; onRoom: () => void; now: () => number },
): ChannelProvider {
  const pacer = createPacer(perSecond);
  let timer: NodeJS.Timeout | undefined;

  function room(): number {
    const share = by.share();
    if (share === null) return 0;
    pacer.setRate(perSecond / share);
    const wait = pacer.wait(by.now());
    if (wait === 0) return Math.min(AHEAD, provider.room);
    timer ??= setTimeout(() => {
      timer = undefined;
      by.onRoom();
    }, wait);
    return 0;
  }

  return {
    key: provider.key,
    get room() {
      return room();
    },
    // What a second or two takes.
    prefetch: Math.min(provider.prefetch, Math.max(1, Math.ceil(2 * perSecond))),
    submit: (submission, options) => {
      // Urgent mail counts, but does not wait.
      pacer.take(by.now());
      provider.submit(submission, options);
    },
    close: () => {
      clearTimeout(timer);
      provider.close();
    },
  };
}
