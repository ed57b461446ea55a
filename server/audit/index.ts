export { canonicalJson } from "./chain.core";
export { type AuditRecord, hasEntryOf, record, recordRead } from "./service";
