export { canonicalJson } from "./chain.core";
export { type AuditRecord, record, recordRead, verify } from "./service";
