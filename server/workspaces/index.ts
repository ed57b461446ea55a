export { requireAddress } from "./address";
export { createApiKey } from "./api-keys";
export { type BrandKit, findBrandKit, logoUrl } from "./brand-kit";
export { foundWorkspace, type NewWorkspace } from "./found";
export { imprintMissing, LEGAL_FORMS, type LegalEntity } from "./imprint.core";
export {
  acceptInvitation,
  findAcceptable,
  invitationToken,
  lockAcceptable,
  readInvitationToken,
} from "./invitations";
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
export { findWorkspaceKey, listBrands } from "./queries";
