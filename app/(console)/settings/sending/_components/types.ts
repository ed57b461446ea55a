import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/root";

type Outputs = inferRouterOutputs<AppRouter>;

export type DomainList = Outputs["sendingDomains"]["list"];
export type DomainRow = DomainList["domains"][number];
export type Domain = Outputs["sendingDomains"]["get"];
export type DomainKey = Domain["keys"][number];

export type ServerList = Outputs["mailServers"]["list"];
export type MailServer = ServerList["servers"][number];
export type TestResult = Outputs["mailServers"]["test"];
export type RuleList = Outputs["mailServers"]["rules"];
export type Rule = RuleList["rules"][number];

export type Limit = Outputs["domainLimits"]["list"][number];
