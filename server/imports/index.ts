export type { CheckFinding, Checks } from "./checks";
export type { ColumnLook, ColumnType } from "./columns.core";
export type { Preview } from "./drafts";
export { csvLine } from "./error-file.core";
export { importFile } from "./import-file";
export { type PostedResult, postOrders } from "./posted";
export { orAgain } from "./race";
export { draftFromFile, type Spooled, spool } from "./upload";
export { getImport, type ImportChoices, type ImportView, listFaults } from "./views";
