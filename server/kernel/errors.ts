/**
 * Every code a person, a form, an import report or the API can meet, with its HTTP status.
 * The human sentence is in the catalogues under `errors.<CODE>`; a test holds both together.
 */
export const ERROR_STATUS = {
  // Requests
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  CSRF_REJECTED: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  REVISION_CONFLICT: 409,
  RATE_LIMITED: 429,
  INPUT_INVALID: 400,
  FIELD_UNKNOWN: 400,
  CURSOR_INVALID: 400,
  INTERNAL: 500,
  DATABASE_UNAVAILABLE: 503,
  DISK_FULL: 507,
  // People of the workspace
  SETUP_DONE: 409,
  SETUP_REMOTE_REFUSED: 403,
  SIGN_IN_FAILED: 401,
  SIGN_IN_LINK_INVALID: 410,
  PASSWORD_WEAK: 400,
  EMAIL_TAKEN: 409,
  INVITATION_INVALID: 410,
  LAST_OWNER: 409,
  LAST_BRAND: 409,
  ALREADY_MEMBER: 409,
  ALREADY_INVITED: 409,
  PASSWORD_WRONG: 400,
  COLOUR_INVALID: 400,
  COLOUR_CONTRAST: 400,
  NAME_TAKEN: 409,
  MAIL_NOT_SENT: 502,
  SCOPE_UNKNOWN: 400,
  API_KEY_REVOKED: 409,
  // Addresses and headers
  EMAIL_INVALID: 400,
  EMAIL_QUOTED_LOCALPART: 400,
  EMAIL_MULTIPLE: 400,
  EMAIL_COMMENT: 400,
  EMAIL_NOT_NORMALISED: 400,
  EMAIL_DOMAIN_INVALID: 400,
  HEADER_CRLF: 400,
  // Sending domains and mail servers
  DOMAIN_INVALID: 400,
  SENDING_DOMAIN_TAKEN: 409,
  DKIM_KEY_STATE: 409,
  DKIM_KEY_UNPUBLISHED: 409,
  FROM_DOMAIN_UNVERIFIED: 409,
  SMTP_HOST_FORBIDDEN: 400,
  SMTP_HOST_UNKNOWN: 400,
  SMTP_TLS_REQUIRED: 400,
  DEMO_MAIL_SERVER: 409,
  LIMIT_RANGE: 400,
  // Files and import
  UPLOAD_TOO_LARGE: 413,
  UPLOAD_INFLATE_LIMIT: 400,
  UPLOAD_TYPE: 400,
  ARCHIVE_MEMBER_FORBIDDEN: 400,
  CSV_EMPTY: 400,
  CSV_ENCODING: 400,
  CSV_QUOTE: 400,
  CSV_LIMIT: 400,
  CSV_HEADER: 400,
  CSV_COLUMNS: 400,
  MAPPING_INVALID: 400,
  MAPPING_IDENTITY_MISSING: 400,
  MAPPING_SKU_MISSING: 400,
  IMPORT_STATE: 409,
  CONSENT_EVIDENCE_REQUIRED: 400,
  CONSENT_OTHER_ADDRESS: 409,
  ROW_SUPPRESSED: 409,
  ROW_IDENTITY_MISSING: 400,
  ROW_IDENTITY_CONFLICT: 409,
  ROW_SKU_MISSING: 400,
  VALUE_REQUIRED: 400,
  VALUE_TOO_LONG: 400,
  VALUE_NUMBER: 400,
  VALUE_DATE: 400,
  VALUE_BOOLEAN: 400,
  VALUE_LOCALE: 400,
  VALUE_TIME_ZONE: 400,
  VALUE_PHONE: 400,
  VALUE_CURRENCY: 400,
  VALUE_NEGATIVE: 400,
  VALUE_URL: 400,
  ATTRIBUTE_KEY_RESERVED: 400,
  ATTRIBUTE_TAKEN: 409,
  IDENTITY_TAKEN: 409,
  // What machines send
  PAYLOAD_REJECTED: 413,
  EVENT_TIME_RANGE: 400,
  ORDER_CONFLICT: 409,
  // Segments
  RULE_EMPTY: 400,
  RULE_RANGE: 400,
  RULE_LIMIT: 400,
  RULE_INVALID: 400,
  REFERENCE_GONE: 409,
  SEGMENT_UNUSABLE: 409,
  // Campaigns' moments
  SCHEDULE_INVALID: 400,
  SCHEDULE_PAST: 400,
  WINDOW_EMPTY: 400,
  WINDOW_DAYS: 400,
  DEMO_REAL_MAIL: 409,
  SCHEDULE_LOST: 409,
  GONE_BEFORE_RESTORE: 409,
  // Consent and links
  LINK_INVALID: 404,
  UNSUB_BODY: 400,
  PERSON_UNKNOWN: 404,
  UNDO_EXPIRED: 410,
  CONSENT_TRANSITION: 409,
  TOPIC_IN_USE: 409,
  // Content and sending
  TEMPLATE_LIMIT: 400,
  TEMPLATE_TAG: 400,
  TEMPLATE_SYNTAX: 400,
  TEMPLATE_UNKNOWN: 400,
  TEMPLATE_COMPLIANCE: 400,
  HTML_FORBIDDEN: 400,
  LINK_FORBIDDEN: 400,
  MESSAGE_TOO_LARGE: 400,
  CAMPAIGN_STATE: 409,
  CAMPAIGN_NOT_READY: 409,
  AUDIENCE_EMPTY: 409,
  IMPRINT_INCOMPLETE: 409,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

export interface ErrorDetail {
  /** Form field the sentence belongs to, as a path (`brand.name`). */
  field?: string;
  /** Line of a file, 1-based, header included. */
  row?: number;
  /** Values for the sentence's placeholders. Never a secret. */
  params?: Record<string, string | number>;
}

/** The only error that reaches people: a closed code, where it belongs, and its parameters. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly detail: ErrorDetail;

  constructor(code: ErrorCode, detail: ErrorDetail = {}) {
    super(code);
    this.name = "AppError";
    this.code = code;
    this.detail = detail;
  }

  get status(): number {
    return ERROR_STATUS[this.code];
  }
}

/**
 * Any thrown value as an AppError. What we did not foresee becomes INTERNAL (logged by the edge),
 * a lost database becomes DATABASE_UNAVAILABLE, a full disk DISK_FULL.
 */
export function toAppError(thrown: unknown): AppError {
  for (let at: unknown = thrown; at instanceof Error; at = at.cause) {
    if (at instanceof AppError) return at;
    const code = "code" in at ? String(at.code) : "";
    if (code === "53100" || code === "ENOSPC") return new AppError("DISK_FULL");
    // pg-pool's own timeout carries no code.
    const isPoolTimeout = /connection timeout/i.test(at.message);
    if (isPoolTimeout || /^(08|57P0|ECONNREFUSED$|ECONNRESET$|ETIMEDOUT$)/.test(code)) {
      return new AppError("DATABASE_UNAVAILABLE");
    }
  }
  return new AppError("INTERNAL");
}
