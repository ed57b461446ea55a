export { type AddressVerdict, canonicalAddress } from "../kernel";
export { type AttributeDefinition, defineAttribute, listAttributeDefinitions } from "./attributes";
export { type Page, type Position, pageOf, readCursor, writeCursor } from "./cursor.core";
export { count as countPeople, type ListedPerson, list as listPeople } from "./list";
export { prefixRange, sortNameOf } from "./names.core";
export { narrow } from "./narrow-queries";
export { findPeople, type Person, recomputeOrderTotals } from "./people";
export { ContactListInput, PersonEdit } from "./schemas";
export { type PersonPage, updatePerson } from "./service";
