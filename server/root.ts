import { sessionRouter } from "./auth/router";
import { contactsRouter } from "./contacts/router";
import { t } from "./trpc";

/** The product's table of contents: one line per domain. */
export const appRouter = t.router({
  contacts: contactsRouter,
  session: sessionRouter,
});

export type AppRouter = typeof appRouter;
