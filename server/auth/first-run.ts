import { database } from "@/db/client";
import { AppError, type Ctx, clock, env, newId } from "../kernel";
import { foundWorkspace, requireAddress } from "../workspaces";
import type { EntityInput } from "../workspaces/schemas";
import { isLocalOnly } from "./local-only.core";
import { hashPassword } from "./password";
import * as queries from "./queries";
import type { FirstRun, Setup } from "./schemas";

const EMPTY_ENTITY: EntityInput = {
  name: "",
  form: "",
  street: "",
  postalCode: "",
  city: "",
  country: "",
  email: "",
  phone: "",
  registerCourt: "",
  registerNumber: "",
  directors: "",
  vatId: "",
  dpoName: "",
  dpoEmail: "",
};

export interface Founded {
  userId: string;
  workspaceId: string;
  brandId: string;
}

/** The colour of a brand that has none yet: the product's own. */
export const DEFAULT_COLOUR = "#0f766e";

/** A founder who exists already, or the person to be made. */
type Founder = { id: string } | Setup["owner"];

async function makeOwner(ctx: Ctx, owner: Setup["owner"], locale: string): Promise<void> {
  const email = requireAddress(owner.email, "owner.email");
  if (await queries.findUserByEmail(ctx.db, email)) {
    throw new AppError("EMAIL_TAKEN", { field: "owner.email" });
  }
  await queries.insertUser(ctx.db, {
    id: ctx.actor.id ?? newId(),
    email,
    name: owner.name,
    passwordHash: await hashPassword(owner.password),
    locale,
    // The first person of an installation becomes its operator.
    isOperator: !(await queries.hasUsers(ctx.db)),
    createdAt: ctx.now,
  });
}

async function found(
  founder: Founder,
  input: Omit<Setup, "owner">,
  options: { onlyFirst: boolean },
): Promise<Founded> {
  const now = clock.now();
  const workspaceId = newId(now.getTime());
  const userId = "id" in founder ? founder.id : newId(now.getTime());
  return database().inWorkspace(workspaceId, async (db) => {
    if (options.onlyFirst) {
      await queries.lockFirstRun(db);
      if (await queries.hasUsers(db)) throw new AppError("SETUP_DONE");
    }
    const ctx: Ctx = {
      workspaceId,
      actor: { kind: "user", id: userId, sessionId: "" },
      db,
      now,
      requestId: newId(now.getTime()),
    };
    if (!("id" in founder)) await makeOwner(ctx, founder, input.workspace.locale);
    const { brandId } = await foundWorkspace(ctx, userId, input);
    return { userId, workspaceId, brandId };
  });
}

/**
 * Creates a person, a workspace that they own, its legal entity and its first brand, in one
 * transaction (command line). Errors: EMAIL_* for an address, EMAIL_TAKEN when somebody with that
 * address exists.
 */
export function createOwner(input: FirstRun): Promise<Founded> {
  return found(
    { name: input.name, email: input.email, password: input.password },
    {
      workspace: {
        name: input.workspace,
        timeZone: input.timeZone,
        locale: input.locale,
        currency: "EUR",
      },
      entity: { ...EMPTY_ENTITY, name: input.legalEntity ?? input.workspace },
      brand: {
        name: input.brand,
        colour: DEFAULT_COLOUR,
        senderName: input.brand,
        senderEmail: input.senderEmail ?? input.email,
        replyTo: "",
      },
      logo: null,
    },
    { onlyFirst: false },
  );
}

/** A further workspace of somebody who has one, or had. */
export function createWorkspace(
  userId: string,
  input: {
    name: string;
    brand: string;
    senderEmail: string;
    timeZone: string;
    locale: "en" | "de";
  },
): Promise<Founded> {
  const senderEmail = requireAddress(input.senderEmail, "senderEmail");
  return found(
    { id: userId },
    {
      workspace: {
        name: input.name,
        timeZone: input.timeZone,
        locale: input.locale,
        currency: "EUR",
      },
      entity: { ...EMPTY_ENTITY, name: input.name },
      brand: {
        name: input.brand,
        colour: DEFAULT_COLOUR,
        senderName: input.brand,
        senderEmail,
        replyTo: "",
      },
      logo: null,
    },
    { onlyFirst: false },
  );
}

/**
 * Whether the browser may not do the first run: whoever reaches the address first would own the
 * installation, so it has to be one that only this machine reaches.
 */
export function isSetupRefused(): boolean {
  return !isLocalOnly(env());
}

/** Whether the installation waits for its first person. */
export async function isSetupNeeded(): Promise<boolean> {
  return !(await database().inPlatform({}, queries.hasUsers));
}

/** First run in the browser. Errors: SETUP_REMOTE_REFUSED, SETUP_DONE, EMAIL_*, UPLOAD_*. */
export async function runSetup(input: Setup): Promise<Founded> {
  if (isSetupRefused()) throw new AppError("SETUP_REMOTE_REFUSED");
  const { owner, ...rest } = input;
  return found(owner, rest, { onlyFirst: true });
}
