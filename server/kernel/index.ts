export { type AddressVerdict, canonicalAddress } from "./address";
export { clock } from "./clock";
export { deriveKey, hmac, open, randomToken, safeEqual, seal, sha256 } from "./crypto";
export type { Actor, Ctx, PlatformCtx } from "./ctx";
export { type Env, env } from "./env";
export { AppError, ERROR_STATUS, type ErrorCode, type ErrorDetail, toAppError } from "./errors";
export { type IdKind, isId, newId, showId } from "./ids";
export { logger } from "./logger";
export { packId, readToken, signToken, type TokenPurpose, unpackId } from "./tokens";
