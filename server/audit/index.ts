export { canonicalJson } from "./chain.core";
export { type AuditRecord, hasEntryOf, record, recordRead, verify } from "./service";
