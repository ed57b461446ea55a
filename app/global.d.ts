import type { formats } from "./_i18n/formats";

declare module "next-intl" {
  interface AppConfig {
    Formats: typeof formats;
  }
}
