export const THEMES = ["light", "dark", "system"] as const;

export type Theme = (typeof THEMES)[number];

/** Where the browser keeps the chosen appearance. */
export const THEME_KEY = "kairos.theme";
