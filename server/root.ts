import { sessionRouter } from "./auth/router";
import { t } from "./trpc";

/** The product's table of contents: one line per domain. */
export const appRouter = t.router({
  session: sessionRouter,
});

export type AppRouter = typeof appRouter;
