import { getTableName, is, Table } from "drizzle-orm";
import * as schema from "./schema";
import { workspaceTables } from "./tables";

/** Letters of SELECT, INSERT, UPDATE, DELETE that a role gets; '' is nothing. */
type Grants = "" | "S" | "SD" | "SI" | "SIU" | "SID" | "SIUD" | "SU" | "SUD";
/** And MAINTAIN, for tables that much is written to at once, which then ends with ANALYZE. */
type WorkerGrants = Grants | `${Exclude<Grants, "">}M`;

interface Rule {
  web: Grants;
  worker: WorkerGrants;
  /** May be read in the query role (query-role.ts), where the statement itself names the workspace. */
  isQueried?: true;
  /** Only for platform tables: the policy's condition and why it differs from the tenant rule. */
  platform?: { using: string; why: string };
}

const WORKSPACE = "(select nullif(current_setting('app.workspace_id', true), '')::uuid)";
const USER = "(select nullif(current_setting('app.user_id', true), '')::uuid)";
const API_KEY = "(select nullif(current_setting('app.api_key_id', true), '')::uuid)";
const EMAIL = "(select nullif(current_setting('app.email', true), ''))";
const TENANT = `workspace_id = ${WORKSPACE}`;

type TableKey = {
  [K in keyof typeof schema]: (typeof schema)[K] extends Table ? K : never;
}[keyof typeof schema];

/**
 * Every table, who may do what with it, and under which row policy. Append-only tables simply have
 * no U and no D. A table that is missing here does not compile.
 */
export const RULES = {
  users: {
    web: "SIU",
    worker: "S",
    platform: { using: "true", why: "sign-in finds a person before any workspace is known" },
  },
  sessions: {
    web: "SIU",
    worker: "",
    platform: { using: "true", why: "a session is checked before the workspace is known" },
  },
  authTokens: {
    web: "SIU",
    worker: "S",
    platform: { using: "true", why: "a mailed link is opened without a session" },
  },
  rateLimits: {
    web: "SIUD",
    worker: "SIUD",
    platform: { using: "true", why: "digests only; counts attempts before anybody is known" },
  },
  workspaces: {
    web: "SIU",
    worker: "S",
    platform: {
      using: `id = ${WORKSPACE} or exists (select 1 from memberships m where m.workspace_id = workspaces.id and m.user_id = ${USER})`,
      why: "the key is id; a person's list of workspaces is read at sign-in",
    },
  },
  memberships: {
    web: "SIUD",
    worker: "S",
    platform: {
      using: `${TENANT} or user_id = ${USER}`,
      why: "a person's memberships are read before a workspace is chosen",
    },
  },
  apiKeys: {
    web: "SIU",
    worker: "",
    platform: {
      using: `${TENANT} or id = ${API_KEY}`,
      why: "a key is found by its id before its workspace is known",
    },
  },
  dueWork: {
    web: "SIU",
    worker: "SIUD",
    platform: {
      using: "true",
      why: "the worker picks a workspace from it; a row says only that there is work",
    },
  },
  // Written by the removal itself.
  removedWorkspaces: {
    web: "S",
    worker: "S",
    platform: {
      using: "true",
      why: "names only what is no more; a sender asks it about any workspace",
    },
  },
  demoShops: { web: "SIU", worker: "SU" },
  legalEntities: { web: "SIU", worker: "S" },
  brands: { web: "SIU", worker: "S" },
  memberGrants: { web: "SID", worker: "S" },
  invitations: {
    web: "SIU",
    worker: "S",
    platform: {
      using: `${TENANT} or email = ${EMAIL}`,
      why: "single sign-on finds the open invitations of an address it has just verified",
    },
  },
  files: { web: "SID", worker: "SID" },
  auditEntries: { web: "SI", worker: "SI" },
  readLog: { web: "SI", worker: "" },
  contacts: { web: "SIU", worker: "SIUM", isQueried: true },
  identities: { web: "SID", worker: "SIDM" },
  attributeDefinitions: { web: "SIU", worker: "SI" },
  contactChanges: { web: "SI", worker: "SI" },
  orders: { web: "SI", worker: "SIDM", isQueried: true },
  orderLines: { web: "SI", worker: "SIDM" },
  products: { web: "SIU", worker: "SIUDM" },
  productImports: { web: "", worker: "SIUDM" },
  ingestDedup: { web: "SI", worker: "SID" },
  imports: { web: "SIU", worker: "SIU" },
  importErrors: { web: "S", worker: "SI" },
  topics: { web: "SIU", worker: "S" },
  consentEvents: { web: "SI", worker: "SIM" },
  consentEventDetails: { web: "SI", worker: "SI" },
  // Derived, so an undo may also take a row away.
  consentStates: { web: "SIUD", worker: "SIUDM", isQueried: true },
  withdrawnAddresses: { web: "SID", worker: "SID" },
  suppressions: { web: "SI", worker: "SI" },
  segments: { web: "SIU", worker: "S" },
  segmentVersions: { web: "SI", worker: "" },
  campaigns: { web: "SIU", worker: "SIU" },
  // A variant may go while the campaign is a draft; its snapshots go with it.
  campaignVariants: { web: "SIUD", worker: "SU" },
  // The newest grows with the draft.
  draftSnapshots: { web: "SIUD", worker: "" },
  campaignReviews: { web: "SI", worker: "S" },
  contentVersions: { web: "SI", worker: "SI" },
  contentLinks: { web: "SI", worker: "SI" },
  messageEvents: { web: "SIU", worker: "SIUM", isQueried: true },
  linkClicks: { web: "SI", worker: "SI" },
  messages: { web: "SIU", worker: "SIUM", isQueried: true },
  // An operator who reconciles acts as web.
  sendQueue: { web: "SIUD", worker: "SIUDM" },
  sendWorkers: {
    web: "S",
    worker: "SIUD",
    platform: {
      using: "true",
      why: "a worker serves all workspaces; a row says only that it lives",
    },
  },
  messageTransitions: { web: "SI", worker: "SIM" },
  testSends: { web: "SI", worker: "SIU" },
  sendingDomains: { web: "SIUD", worker: "SU" },
  sendingKeys: { web: "SIUD", worker: "S" },
  // Counted by the sender; goes with its domain.
  sendingDomainDays: { web: "S", worker: "SIU" },
  // The sender may pause one that refuses it.
  mailServers: { web: "SIU", worker: "SU" },
  mailRoutes: { web: "SID", worker: "S" },
  domainLimits: { web: "SIUD", worker: "S" },
  domainPaces: { web: "", worker: "SIUD" },
  // A server whose settings changed, or that answers a test, is judged anew.
  sendingTroubles: {
    web: "SD",
    worker: "SIUD",
    platform: {
      using: `${TENANT} or workspace_id is null`,
      why: "the installation's mail server is everybody's, and so is its trouble",
    },
  },
} satisfies Record<TableKey, Rule>;

const VERBS: Record<string, string> = {
  S: "select",
  I: "insert",
  U: "update",
  D: "delete",
  M: "maintain",
};

function tableSql(name: string, rule: Rule, prefix: string): string[] {
  const using = rule.platform?.using ?? TENANT;
  const out = [
    `alter table "${name}" enable row level security`,
    `alter table "${name}" force row level security`,
    `drop policy if exists tenant on "${name}"`,
    `create policy tenant on "${name}" to "${prefix}_web", "${prefix}_worker" using (${using}) with check (${using})`,
    // The owner never serves requests; it runs migrations, backup and restore.
    `drop policy if exists owner_maintenance on "${name}"`,
    `create policy owner_maintenance on "${name}" to "${prefix}_owner" using (true) with check (true)`,
    `revoke all on "${name}" from public, "${prefix}_web", "${prefix}_worker", "${prefix}_query"`,
    `drop policy if exists queries on "${name}"`,
  ];
  if (rule.isQueried) {
    out.push(
      `create policy queries on "${name}" for select to "${prefix}_query" using (true)`,
      `grant select on "${name}" to "${prefix}_query"`,
    );
  }
  for (const role of ["web", "worker"] as const) {
    const verbs = [...rule[role]].map((letter) => VERBS[letter]);
    if (verbs.length > 0) out.push(`grant ${verbs.join(", ")} on "${name}" to "${prefix}_${role}"`);
  }
  return out;
}

/**
 * Takes a demo shop away with everything in it, also what nobody may delete otherwise; a real
 * workspace is refused, and so is one that the transaction is not bound to. False: there was none.
 */
function removalSql(prefix: string): string[] {
  const deletions = workspaceTables()
    .reverse()
    .map((table) => `delete from "${table}" where workspace_id = demo_workspace;`);
  return [
    `create or replace function remove_demo_workspace(demo_workspace uuid) returns boolean
       language plpgsql security definer set search_path = public, pg_temp as $$
     begin
       perform 1 from workspaces where id = demo_workspace and id = ${WORKSPACE} and is_demo for update;
       if not found then return false; end if;
       -- One that is just being made is waited for.
       perform 1 from demo_shops where workspace_id = demo_workspace for update;
       ${deletions.join("\n       ")}
       delete from workspaces where id = demo_workspace;
       insert into removed_workspaces (id) values (demo_workspace);
       return true;
     end $$`,
    "revoke all on function remove_demo_workspace(uuid) from public",
    `grant execute on function remove_demo_workspace(uuid) to "${prefix}_web"`,
  ];
}

/**
 * The statements that put every table under row level security with exactly the grants above.
 * Idempotent; the migrate step runs them after each migration, in its transaction.
 */
export function securityStatements(prefix: string): string[] {
  const tables = Object.entries(schema).flatMap(([key, table]) =>
    is(table, Table) ? tableSql(getTableName(table), RULES[key as TableKey], prefix) : [],
  );
  return [...tables, ...removalSql(prefix)];
}
