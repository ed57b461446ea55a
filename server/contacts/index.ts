export { type AddressVerdict, canonicalAddress } from "./address.core";
