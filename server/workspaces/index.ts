export { createApiKey } from "./api-keys";
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
