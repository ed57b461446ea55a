import { z } from "zod";
import { AppError } from "../kernel";
import { patientProcedure, procedure, t } from "../trpc";
import { keepFindings, listLooked, lookUp } from "./check";
import { tryConnection } from "./connection";
import { systemDns } from "./dns";
import { addDomain, getDomain, listDomains, removeDomain } from "./domains";
import { addKey, dropKey, switchKey } from "./keys";
import { listLimits, removeLimit, setLimit } from "./limits";
import { listRules, removeRule, setRule } from "./routes";
import { domainSchema, limitSchema, routeSchema, serverSchema, warmUpSchema } from "./schemas";
import {
  archiveServer,
  createServer,
  keepTest,
  listServers,
  openServer,
  pauseServer,
  updateServer,
} from "./servers";
import { setWarmUp } from "./warm-up";

const byId = z.object({ id: z.uuid() });
const MAY = "workspace.configure";

/** @public */
export const sendingDomainsRouter = t.router({
  list: procedure(MAY).query(({ ctx }) => listDomains(ctx)),
  get: procedure(MAY)
    .input(byId)
    .query(({ ctx, input }) => getDomain(ctx, input)),
  add: procedure(MAY)
    .input(domainSchema)
    .mutation(({ ctx, input }) => addDomain(ctx, input)),
  remove: procedure(MAY)
    .input(byId)
    .mutation(({ ctx, input }) => removeDomain(ctx, input)),
  check: patientProcedure(MAY)
    .input(byId)
    .mutation(async ({ ctx, input }) => {
      const [domain] = await ctx.run((verb) => listLooked(verb, input.id));
      if (!domain) throw new AppError("NOT_FOUND");
      const findings = await lookUp(systemDns, domain);
      return ctx.run((verb) => keepFindings(verb, domain.id, findings));
    }),
  addKey: procedure(MAY)
    .input(byId)
    .mutation(({ ctx, input }) => addKey(ctx, input)),
  dropKey: procedure(MAY)
    .input(byId)
    .mutation(({ ctx, input }) => dropKey(ctx, input)),
  switchKey: procedure(MAY)
    .input(byId)
    .mutation(({ ctx, input }) => switchKey(ctx, input)),
  setWarmUp: procedure(MAY)
    .input(byId.extend({ plan: warmUpSchema.nullable() }))
    .mutation(({ ctx, input }) => setWarmUp(ctx, input)),
});

/** @public */
export const mailServersRouter = t.router({
  list: procedure(MAY).query(({ ctx }) => listServers(ctx)),
  create: procedure(MAY)
    .input(serverSchema)
    .mutation(({ ctx, input }) => createServer(ctx, input)),
  update: procedure(MAY)
    .input(serverSchema.extend({ id: z.uuid() }))
    .mutation(({ ctx, input }) => updateServer(ctx, input)),
  pause: procedure(MAY)
    .input(byId.extend({ isPaused: z.boolean() }))
    .mutation(({ ctx, input }) => pauseServer(ctx, input)),
  archive: procedure(MAY)
    .input(byId)
    .mutation(({ ctx, input }) => archiveServer(ctx, input)),
  test: patientProcedure(MAY)
    .input(byId)
    .mutation(async ({ ctx, input }) => {
      const server = await ctx.run((verb) => openServer(verb, input.id));
      const result = await tryConnection(server);
      await ctx.run((verb) => keepTest(verb, input.id, result));
      return result;
    }),
  rules: procedure(MAY).query(({ ctx }) => listRules(ctx)),
  setRule: procedure(MAY)
    .input(routeSchema)
    .mutation(({ ctx, input }) => setRule(ctx, input)),
  removeRule: procedure(MAY)
    .input(routeSchema.pick({ brandId: true, kind: true }))
    .mutation(({ ctx, input }) => removeRule(ctx, input)),
});

/** @public */
export const domainLimitsRouter = t.router({
  list: procedure(MAY).query(({ ctx }) => listLimits(ctx)),
  set: procedure(MAY)
    .input(limitSchema)
    .mutation(({ ctx, input }) => setLimit(ctx, input)),
  remove: procedure(MAY)
    .input(limitSchema.pick({ domain: true }))
    .mutation(({ ctx, input }) => removeLimit(ctx, input)),
});
