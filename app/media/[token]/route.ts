import { servePicture } from "@/server/http";

/** A brand's logo or a letter's image, as mails and the console show them. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ token: string }> },
): Promise<Response> {
  return servePicture((await params).token);
}
