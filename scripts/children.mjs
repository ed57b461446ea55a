import { join } from "node:path";
import { PROCESSES } from "./build.mjs";
import { roleUrl } from "./database.mjs";
import { LEASH } from "./files.mjs";

const NEXT = join("node_modules", "next", "dist", "bin", "next");

/**
 * Command and environment of every process the supervisor runs. Only migrate and admin get the
 * database's administrator; web and worker each get their own role.
 * @param {object} plan
 * @param {ReturnType<import("./environment.mjs").readSettings>} plan.settings
 * @param {Record<string, string>} plan.environment
 * @param {string} plan.adminUrl
 * @param {string} plan.appSecret
 * @param {boolean} plan.isDev
 * @param {string} [plan.build] folder of the build that all of them run from; none under dev
 * @param {{port: number} | undefined} plan.mailbox the local mail sink, when no SMTP_URL is set
 */
export function describeChildren(plan) {
  const { settings, isDev, mailbox } = plan;
  const base = baseEnvironment(plan);
  const withRole = (name) => ({
    ...base,
    APP_DATABASE_URL: roleUrl({
      adminUrl: plan.adminUrl,
      appSecret: plan.appSecret,
      rolePrefix: settings.rolePrefix,
      role: name,
    }),
  });
  /** From the build's one file, or from its sources where they change while it runs. */
  const background = (name) =>
    plan.build
      ? ["--import", LEASH, "--enable-source-maps", join(plan.build, PROCESSES, `${name}.mjs`)]
      : ["--import", LEASH, "--import", "tsx", `server/${name}/main.ts`];
  const listen = ["--port", String(settings.port), "--hostname", settings.host];
  const children = [
    {
      name: "worker",
      command: background("worker"),
      env: withRole("worker"),
      grace: 30_000,
    },
    {
      name: "web",
      command: ["--import", LEASH, NEXT, isDev ? "dev" : "start", ...listen],
      env: { ...withRole("web"), ...(plan.build && { KAIROS_BUILD: plan.build }) },
      grace: 10_000,
    },
  ];
  if (!mailbox) return children;
  const sink = { name: "mailbox", command: background("mailbox"), env: base };
  return [{ ...sink, grace: 5000 }, ...children];
}

/** The environment of `db/migrate.ts` and of the admin commands. */
export function adminEnvironment(plan) {
  const { adminUrl, appSecret, settings } = plan;
  const role = { adminUrl, appSecret, rolePrefix: settings.rolePrefix, role: "web" };
  return {
    ...baseEnvironment(plan),
    DATABASE_URL: adminUrl,
    // Verbs run as the web role, under row level security like everybody else's.
    APP_DATABASE_URL: roleUrl(role),
  };
}

function baseEnvironment({ environment, settings, appSecret, isDev, mailbox }) {
  const smtp = mailbox && {
    SMTP_URL: `smtp://127.0.0.1:${mailbox.port}`,
    MAILBOX_SMTP_PORT: String(mailbox.port),
    MAILBOX_DIR: join(settings.dataDir, "mailbox"),
  };
  return {
    ...environment,
    ...smtp,
    NODE_ENV: isDev ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    APP_SECRET: appSecret,
    DB_ROLE_PREFIX: settings.rolePrefix,
    BASE_URL: settings.baseUrl,
    NEXTAUTH_URL: settings.baseUrl,
    HOST: settings.host,
    PORT: String(settings.port),
    DATA_DIR: settings.dataDir,
    // Empty, not absent: Next reads .env by itself and would hand the administrator to the web.
    DATABASE_URL: "",
  };
}
