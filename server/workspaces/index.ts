export { requireAddress } from "./address";
export { createApiKey } from "./api-keys";
export { type BrandKit, findBrandKit } from "./brand-kit";
export { isDemoWithRealMail, removeDemoWorkspace } from "./demo";
export { foundWorkspace, type NewWorkspace } from "./found";
export { imprintMissing, type LegalEntity } from "./imprint.core";
export {
  acceptInvitation,
  findAcceptable,
  invitationToken,
  lockAcceptable,
  readInvitationToken,
} from "./invitations";
export {
  type Grant,
  mayInBrand,
  type Permission,
  permissionsOf,
  ROLES,
  type Role,
} from "./permissions.core";
export { findWorkspaceFacts, findWorkspaceKey, listBrands } from "./queries";
export type { ApiKeyScope } from "./schemas";
