export { type Machine, requireApiKey } from "./api-key";
export { createOwner } from "./first-run";
export { authOptions, networkAddress } from "./options";
export { firstRunSchema } from "./schemas";
export {
  findMember,
  findUser,
  listWorkspaces,
  type Member,
  mayFoundWorkspace,
  openSession,
  type SessionUser,
} from "./session";
