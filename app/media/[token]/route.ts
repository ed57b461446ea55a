import { serveLogo } from "@/server/http";

/** A brand's logo, as mails and the console show it. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ token: string }> },
): Promise<Response> {
  return serveLogo((await params).token);
}
