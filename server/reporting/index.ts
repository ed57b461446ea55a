export { type ReportWords, reportTable } from "./csv.core";
export { type CampaignReport, creditedSince, getReport } from "./report";
