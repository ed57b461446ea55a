export { createApiKey } from "./api-keys";
export { type BrandKit, findBrandKit, logoUrl } from "./brand-kit";
export { imprintMissing, LEGAL_FORMS, type LegalEntity } from "./imprint.core";
export {
  GRANTABLE,
  type Grant,
  mayInBrand,
  PERMISSIONS,
  type Permission,
  permissionsOf,
  ROLES,
  type Role,
} from "./permissions.core";
export { listBrands } from "./queries";
