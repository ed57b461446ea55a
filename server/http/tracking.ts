import path from "node:path";
import { database } from "@/db/client";
import { networkAddress } from "../auth";
import { clock, env, logger } from "../kernel";
import { openVisitDesk, type VisitDesk, type Visitor } from "../tracking";

const holder = globalThis as { kairosVisits?: VisitDesk };

/** This process's desk for links and pixels; one, kept over hot reloads, because it owns a journal. */
export function visitDesk(): VisitDesk {
  holder.kairosVisits ??= openVisitDesk({
    folder: path.join(env().DATA_DIR, "tracking"),
    inWorkspace: (workspaceId, work) => database().inWorkspace(workspaceId, work),
    now: clock.now,
  });
  return holder.kairosVisits;
}

function visitorOf(request: Request): Visitor {
  return {
    method: request.method,
    header: (name) => request.headers.get(name),
    networkAddress: networkAddress(request.headers.get("x-forwarded-for")),
  };
}

/** What a mailed link came to: its redirect, or the fault its page has to tell. */
export async function followLink(
  request: Request,
  token: string,
): Promise<Response | "invalid" | "failed"> {
  try {
    const url = await visitDesk().follow(token, visitorOf(request));
    if (!url) return "invalid";
    return new Response(null, {
      status: 302,
      headers: {
        location: url,
        // The address names a person: it is neither kept nor passed on to where it leads.
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "x-robots-tag": "noindex, nofollow",
      },
    });
  } catch (error) {
    logger("tracking").error({ err: error }, "link not followed");
    return "failed";
  }
}

/** One transparent point. */
const PIXEL = Buffer.from("R0lGODlhAQABAPAAAP///wAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==", "base64");

/** The pixel of a mail: the same picture whatever the token is, so that it tells nothing. */
export async function servePixel(request: Request, token: string): Promise<Response> {
  await visitDesk().noteOpen(token, visitorOf(request));
  return new Response(request.method === "HEAD" ? null : new Uint8Array(PIXEL), {
    headers: {
      "content-type": "image/gif",
      "content-length": String(PIXEL.length),
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      // Shown in mail programs of the web, which are other sites.
      "cross-origin-resource-policy": "cross-origin",
    },
  });
}
