export { type ReportWords, reportTable } from "./csv.core";
export { creditedSince, getReport } from "./report";
export type { Money } from "./schemas";
