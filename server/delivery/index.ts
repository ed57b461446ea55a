export { wake as wakeSender } from "./due-queries";
export { type Audience, materialise } from "./materialise";
export { listMessagesOfPerson, listRecipients, type Progress, progressOf } from "./progress";
export { type SystemMail, sendSystemMail } from "./system-mail";
