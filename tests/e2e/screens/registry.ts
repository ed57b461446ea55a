import { AUTH_SCREENS } from "./auth";
import { CATALOG_SCREENS } from "./catalog";
import { CAMPAIGN_SCREENS, CONSENT_SCREENS, FRAME_SCREENS, MAILBOX_SCREENS } from "./console";
import { CONTACT_SCREENS } from "./contacts";
import { HOURS_SCREENS } from "./hours";
import { IMPORT_SCREENS } from "./imports";
import { PUBLIC_SCREENS } from "./public";
import { REMEDY_SCREENS } from "./remedies";
import type { Screen } from "./screen";
import { SEGMENT_SCREENS } from "./segments";
import { SENDING_SCREENS } from "./sending";
import { SETTINGS_SCREENS } from "./settings";

/** Every screen of the product in every state that it can be in. */
export const SCREENS: Screen[] = [
  ...AUTH_SCREENS,
  ...FRAME_SCREENS,
  ...CONTACT_SCREENS,
  ...IMPORT_SCREENS,
  ...SEGMENT_SCREENS,
  ...CAMPAIGN_SCREENS,
  ...HOURS_SCREENS,
  ...REMEDY_SCREENS,
  ...CONSENT_SCREENS,
  ...CATALOG_SCREENS,
  ...MAILBOX_SCREENS,
  ...SETTINGS_SCREENS,
  ...SENDING_SCREENS,
  ...PUBLIC_SCREENS,
];
