export { inConsole, requireMember } from "./console";
export {
  BRAND_COOKIE,
  createRequestContext,
  type RequestContext,
  WORKSPACE_COOKIE,
  WORKSPACE_HEADER,
} from "./context";
export { type FieldFault, type ProcedureMeta, t, type WireError } from "./init";
export {
  type ConsoleCtx,
  patientProcedure,
  personProcedure,
  procedure,
  publicProcedure,
  type SessionCtx,
  sessionProcedure,
} from "./procedures";
