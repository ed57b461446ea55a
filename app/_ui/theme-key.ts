/** Where the browser keeps the chosen appearance. */
export const THEME_KEY = "kairos.theme";
