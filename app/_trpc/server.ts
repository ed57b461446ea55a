import { TRPCError } from "@trpc/server";
import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { ZodError } from "zod";
import { AppError } from "@/server/kernel";
import { appRouter } from "@/server/root";
import { BRAND_COOKIE, createRequestContext } from "@/server/trpc";

/** One context a request, so that identity is resolved once however many components ask. */
const requestContext = cache(async () => {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  return createRequestContext({
    header: (name) => head.get(name),
    cookie: (name) => jar.get(name)?.value,
  });
});

/** The tRPC procedures as plain functions, for server components. */
export const api = cache(async () => appRouter.createCaller(await requestContext()));

/**
 * Turns "not found" and "not signed in" of a call into Next's own ways; rethrows the rest. What a
 * page asks with comes from its address: input that is refused is an address that leads nowhere.
 */
export async function orNotFound<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof TRPCError && error.cause instanceof ZodError) notFound();
    const code =
      error instanceof TRPCError && error.cause instanceof AppError ? error.cause.code : "";
    if (code === "NOT_FOUND" || code === "FORBIDDEN") notFound();
    if (code === "UNAUTHENTICATED") redirect("/sign-in");
    throw error;
  }
}

/** Whether the console would let this request in: signed in, and of some workspace. */
export async function isMember(): Promise<boolean> {
  return (await (await requestContext()).member()) !== null;
}

/** The person of this page and what they may do; sends everybody else to sign in. */
export const getViewer = cache(async () => {
  const ctx = await requestContext();
  if (!(await ctx.user())) redirect("/sign-in");
  if (!(await ctx.member())) redirect("/no-workspace");
  const viewer = await (await api()).session.viewer();
  const wanted = (await cookies()).get(BRAND_COOKIE)?.value;
  const brand = viewer.brands.find((b) => b.id === wanted) ?? viewer.brands[0] ?? null;
  return { ...viewer, brand };
});

export type Viewer = Awaited<ReturnType<typeof getViewer>>;
