import { at, nowhere, type Screen } from "./screen";

/** Opened from a mail, without a session. These pages follow the reader's language, not a cookie. */
export const PUBLIC_SCREENS: Screen[] = [
  {
    name: "unsubscribe",
    by: "visitor",
    isPublic: true,
    states: {
      full: at((world) => world.unsubscribeUrl),
      failing: nowhere("/unsubscribe/not-a-token"),
    },
  },
];
