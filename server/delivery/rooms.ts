import type { Sending } from "./claim-queries";
import type { ChannelProvider } from "./provider";

/** A campaign that asks for messages, and for how many more its way out has use. */
export interface Asking {
  campaign: Sending;
  providers: ChannelProvider[];
  /** The way out that it would use now; none when all rest. */
  foremost: ChannelProvider | undefined;
  room: number;
}

/** How many there is room for: campaigns that would use the same way out share its room. */
export function roomOf(asking: readonly Asking[]): number {
  const rooms = new Map<ChannelProvider | undefined, number>();
  for (const { foremost, room } of asking) {
    rooms.set(foremost, Math.max(rooms.get(foremost) ?? 0, room));
  }
  return [...rooms.values()].reduce((all, room) => all + room, 0);
}
