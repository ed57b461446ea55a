import { type AppError, logger, toAppError } from "../kernel";

/** The error format of every machine entrance. The sentence is the code's English one. */
export function errorBody(error: AppError, requestId: string) {
  return {
    error: {
      code: error.code,
      field: error.detail.field ?? null,
      row: error.detail.row ?? null,
      request_id: requestId,
    },
  };
}

/** JSON with the exact status, never cached. */
export function json(body: unknown, status = 200): Response {
  return Response.json(body, { status, headers: { "cache-control": "no-store" } });
}

/** Any thrown value as a coded JSON answer; the unforeseen is logged and told as INTERNAL. */
export function errorResponse(thrown: unknown, requestId: string): Response {
  const error = toAppError(thrown);
  if (error.code === "INTERNAL") logger("http").error({ requestId, err: thrown }, "request failed");
  return json(errorBody(error, requestId), error.status);
}
