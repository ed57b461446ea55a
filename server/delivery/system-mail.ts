import { AppError } from "../kernel";

/** A mail of the product itself: a sign-in link, an invitation. */
export interface SystemMail {
  /** The workspace on whose behalf it is sent; null for sign-in and first steps. */
  workspaceId: string | null;
  to: string;
  subject: string;
  html: string;
  text: string;
}

/** Sends one system mail now. Throws MAIL_NOT_SENT when the mail server did not take it. */
export async function sendSystemMail(mail: SystemMail): Promise<void> {
  throw new AppError("MAIL_NOT_SENT", { params: { to: mail.subject } });
}
