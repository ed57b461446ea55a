import sentences from "@/messages/en/errors.json";
import { type AppError, logger, toAppError } from "../kernel";

/** The code's English sentence with its placeholders filled; machines' logs are read in English. */
function sentenceOf({ code, detail }: AppError): string {
  return sentences[code].replace(/\{(\w+)[^{}]*\}/g, (whole, name: string) =>
    String(detail.params?.[name] ?? whole),
  );
}

/** The error format of every machine entrance. */
export function errorBody(error: AppError, requestId: string) {
  return {
    error: {
      code: error.code,
      message: sentenceOf(error),
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
