import { auditRouter } from "./audit/router";
import {
  accountRouter,
  authRouter,
  invitationsRouter,
  sessionRouter,
  setupRouter,
} from "./auth/router";
import { campaignsRouter } from "./campaigns/router";
import { catalogRouter } from "./catalog/router";
import { consentRouter } from "./consent/router";
import { contactsRouter } from "./contacts/router";
import { lettersRouter } from "./content/router";
import { demoRouter } from "./demo/router";
import { homeRouter } from "./home/router";
import { importsRouter } from "./imports/router";
import { mailboxRouter } from "./mailbox/router";
import { profilesRouter } from "./profiles/router";
import { reportingRouter } from "./reporting/router";
import { segmentsRouter } from "./segments/router";
import { domainLimitsRouter, mailServersRouter, sendingDomainsRouter } from "./senders/router";
import { t } from "./trpc";
import { apiKeysRouter, brandsRouter, membersRouter, workspacesRouter } from "./workspaces/router";

/** The product's table of contents: one line per domain. */
export const appRouter = t.router({
  home: homeRouter,
  contacts: contactsRouter,
  segments: segmentsRouter,
  catalog: catalogRouter,
  consent: consentRouter,
  campaigns: campaignsRouter,
  letters: lettersRouter,
  reporting: reportingRouter,
  profiles: profilesRouter,
  imports: importsRouter,
  mailbox: mailboxRouter,
  demo: demoRouter,
  session: sessionRouter,
  setup: setupRouter,
  auth: authRouter,
  invitations: invitationsRouter,
  account: accountRouter,
  workspaces: workspacesRouter,
  brands: brandsRouter,
  members: membersRouter,
  apiKeys: apiKeysRouter,
  sendingDomains: sendingDomainsRouter,
  mailServers: mailServersRouter,
  domainLimits: domainLimitsRouter,
  audit: auditRouter,
});

export type AppRouter = typeof appRouter;
