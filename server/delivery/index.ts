export type { SenderPorts } from "./carrier";
export { wake as wakeSender } from "./due-queries";
export { composeFile } from "./eml";
export { type Audience, materialise } from "./materialise";
export type { Letter } from "./mime";
export { listRecipients, type Progress, progressOf } from "./progress";
export { type Sender, startSender } from "./sender";
export { smtpPool } from "./smtp-pool";
export { type SystemMail, sendSystemMail } from "./system-mail";
