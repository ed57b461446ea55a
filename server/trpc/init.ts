import { initTRPC, TRPCError } from "@trpc/server";
import superjson from "superjson";
import { ZodError } from "zod";
import { AppError, type ErrorCode, logger, toAppError } from "../kernel";
import type { Permission } from "../workspaces";
import type { RequestContext } from "./context";

/** Who may call a procedure: declared on each, read by the tenant matrix test. */
export interface ProcedureMeta {
  access: Permission | "public" | "session";
}

const TRPC_CODE: Record<number, TRPCError["code"]> = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  409: "CONFLICT",
  410: "PRECONDITION_FAILED",
  413: "PAYLOAD_TOO_LARGE",
  429: "TOO_MANY_REQUESTS",
  502: "BAD_GATEWAY",
  503: "SERVICE_UNAVAILABLE",
};

/** One fault of the input: which field, and the code whose sentence belongs there. */
export interface FieldFault {
  field: string;
  code: string;
}

/** What every failed call carries in `error.data.app`. */
export interface WireError {
  code: ErrorCode;
  field: string | null;
  row: number | null;
  params: Record<string, string | number>;
  faults: FieldFault[];
  requestId: string;
}

function wireError(error: TRPCError, requestId: string): WireError {
  if (error.cause instanceof ZodError) {
    const faults = error.cause.issues.map((i) => ({ field: i.path.join("."), code: i.message }));
    const first = faults[0]?.field ?? null;
    return { code: "INPUT_INVALID", field: first, row: null, params: {}, faults, requestId };
  }
  const app = error.cause instanceof AppError ? error.cause : toAppError(error.cause);
  return {
    code: app.code,
    field: app.detail.field ?? null,
    row: app.detail.row ?? null,
    params: app.detail.params ?? {},
    faults: [],
    requestId,
  };
}

export const t = initTRPC
  .context<RequestContext>()
  .meta<ProcedureMeta>()
  .create({
    transformer: superjson,
    errorFormatter: ({ shape, error, ctx }) => ({
      message: shape.message,
      code: shape.code,
      // Never `shape.data` as it is: in development it carries a stack.
      data: {
        httpStatus: shape.data.httpStatus,
        app: wireError(error, ctx?.requestId ?? ""),
      },
    }),
  });

/** An unforeseen or coded error as the transport's: coded ones keep their code, others become INTERNAL. */
export function toTrpcError(thrown: unknown, requestId: string): TRPCError {
  if (thrown instanceof TRPCError && thrown.cause instanceof ZodError) return thrown;
  const cause = thrown instanceof TRPCError ? (thrown.cause ?? thrown) : thrown;
  const app = toAppError(cause);
  if (app.code === "INTERNAL") logger("trpc").error({ requestId, err: cause }, "procedure failed");
  return new TRPCError({
    code: TRPC_CODE[app.status] ?? "INTERNAL_SERVER_ERROR",
    message: app.code,
    cause: app,
  });
}
