/** What one may do. A role gives a set; grants add single ones, per brand where it makes sense. */
export const PERMISSIONS = [
  "workspace.read",
  "workspace.configure",
  "members.read",
  "members.manage",
  "audit.read",
  "contacts.read",
  "contacts.write",
  "contacts.import",
  "contacts.export",
  "segments.write",
  "catalog.read",
  "catalog.write",
  "consent.read",
  "consent.configure",
  "campaigns.read",
  "campaigns.write",
  "campaigns.send",
  "mailbox.read",
] as const;

export type Permission = (typeof PERMISSIONS)[number];

export const ROLES = ["owner", "admin", "marketer", "analyst"] as const;
export type Role = (typeof ROLES)[number];

/** Permissions that can be granted on their own, beyond the role, for one brand or for all. */
export const GRANTABLE = ["campaigns.send"] as const satisfies readonly Permission[];

const READ: Permission[] = [
  "workspace.read",
  "contacts.read",
  "catalog.read",
  "consent.read",
  "campaigns.read",
];

/** `campaigns.send` belongs to owner and admin; a marketer needs the grant. */
const BY_ROLE: Record<Role, readonly Permission[]> = {
  owner: PERMISSIONS,
  admin: PERMISSIONS,
  marketer: [
    ...READ,
    "members.read",
    "contacts.write",
    "contacts.import",
    "contacts.export",
    "catalog.write",
    "segments.write",
    "campaigns.write",
    "mailbox.read",
  ],
  analyst: READ,
};

export interface Grant {
  permission: string;
  /** Null: every brand. */
  brandId: string | null;
}

export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}

/** All that somebody may do in at least one brand: what screens show. Unknown roles get nothing. */
export function permissionsOf(role: string, grants: readonly Grant[]): Permission[] {
  const base = isRole(role) ? BY_ROLE[role] : [];
  const granted = GRANTABLE.filter((p) => grants.some((grant) => grant.permission === p));
  return PERMISSIONS.filter((p) => base.includes(p) || (granted as Permission[]).includes(p));
}

/** Whether a permission holds for one brand: by role for all, by grant for the named or all. */
export function mayInBrand(
  member: { role: string; grants: readonly Grant[] },
  permission: Permission,
  brandId: string,
): boolean {
  if (isRole(member.role) && BY_ROLE[member.role].includes(permission)) return true;
  return member.grants.some(
    (g) => g.permission === permission && (g.brandId === null || g.brandId === brandId),
  );
}
