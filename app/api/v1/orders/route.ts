import { networkAddress, requireApiKey } from "@/server/auth";
import { asMachine, errorBody, errorResponse, json, readJson, requireJson } from "@/server/http";
import { orAgain, type PostedResult, postOrders } from "@/server/imports";
import { MAX_BODY_BYTES, MAX_ORDERS } from "@/server/imports/schemas";
import { AppError, newId } from "@/server/kernel";

function answerTo(results: readonly PostedResult[], requestId: string): Response {
  const orders = results.map(({ id, row, fault }) => {
    if (!fault) return { id, status: "accepted" };
    const { error } = errorBody(new AppError(fault.code, { field: fault.field, row }), requestId);
    return { id, status: "rejected", error };
  });
  const [first] = results.flatMap(({ fault }) => fault ?? []);
  const rejected = results.filter(({ fault }) => fault).length;
  const accepted = results.length - rejected;
  // A shop that looks at the status only must not take a refusal for a success.
  const refusal = first && accepted === 0 ? new AppError(first.code).status : 207;
  return json({ accepted, rejected, orders }, first ? refusal : 200);
}

/**
 * Takes in orders of a shop: one order as JSON, or a list of up to 500. 200 when all are in, 207
 * when some are, the status of the first fault when none is; see docs/api.md. Idempotent by the
 * shop's order number, so whoever got no answer sends the same again.
 */
export async function POST(request: Request): Promise<Response> {
  const requestId = newId();
  try {
    const machine = await requireApiKey(
      {
        authorization: request.headers.get("authorization"),
        ip: networkAddress(request.headers.get("x-forwarded-for")),
      },
      "ingest",
    );
    requireJson(request);
    const body = await readJson(request, MAX_BODY_BYTES);
    const orders: unknown[] = Array.isArray(body) ? body : [body];
    if (orders.length === 0) throw new AppError("INPUT_INVALID");
    if (orders.length > MAX_ORDERS) throw new AppError("PAYLOAD_REJECTED");
    const results = await orAgain(() =>
      asMachine(machine, requestId, (ctx) => postOrders(ctx, orders)),
    );
    return answerTo(results, requestId);
  } catch (error) {
    return errorResponse(error, requestId);
  }
}
