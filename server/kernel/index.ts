export { type AddressVerdict, canonicalAddress } from "./address";
export { clock } from "./clock";
export { deriveKey, hmac, open, randomToken, safeEqual, seal, sha256 } from "./crypto";
export { type Actor, authorOf, type Ctx, type PlatformCtx } from "./ctx";
export { type Env, env } from "./env";
export { AppError, ERROR_STATUS, type ErrorCode, type ErrorDetail, toAppError } from "./errors";
export { type IdKind, isId, newId, showId, uuidOf } from "./ids";
export { logger } from "./logger";
export { canonicalTimeZone } from "./time-zone";
export {
  packId,
  readIds,
  readToken,
  signIds,
  signToken,
  type TokenPurpose,
  unpackId,
} from "./tokens";
export { secureAddress } from "./web-address";
