import { procedure, t } from "../trpc";
import { getReport } from "./report";
import { ReportInput } from "./schemas";

/** @public */
export const reportingRouter = t.router({
  campaign: procedure("campaigns.read")
    .input(ReportInput)
    .query(({ ctx, input }) => getReport(ctx, input)),
});
