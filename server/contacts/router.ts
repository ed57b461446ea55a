import { z } from "zod";
import { procedure, t } from "../trpc";
import * as attributes from "./attributes";
import * as list from "./list";
import {
  AttributeEdit,
  AttributeRename,
  ContactFilter,
  ContactListInput,
  NewAttribute,
  NewPerson,
} from "./schemas";
import * as service from "./service";

const ById = z.object({ id: z.uuid() });

/** @public */
export const contactsRouter = t.router({
  list: procedure("contacts.read")
    .input(ContactListInput)
    .query(({ ctx, input }) => list.list(ctx, input)),
  count: procedure("contacts.read")
    .input(ContactFilter)
    .query(({ ctx, input }) => list.count(ctx, input)),
  search: procedure("contacts.read")
    .input(z.object({ text: z.string().max(200, "VALUE_TOO_LONG") }))
    .query(({ ctx, input }) => list.search(ctx, input)),
  filterChoices: procedure("contacts.read").query(({ ctx }) => list.filterChoices(ctx)),
  get: procedure("contacts.read")
    .input(ById)
    .query(({ ctx, input }) => service.getPerson(ctx, input)),
  create: procedure("contacts.write")
    .input(NewPerson)
    .mutation(({ ctx, input }) => service.createPerson(ctx, input)),
  setAttribute: procedure("contacts.write")
    .input(AttributeEdit)
    .mutation(({ ctx, input }) => service.setAttribute(ctx, input)),
  attributes: procedure("contacts.read").query(({ ctx }) =>
    attributes.listAttributeDefinitions(ctx.db, ctx.workspaceId),
  ),
  attributeUse: procedure("contacts.read").query(({ ctx }) =>
    attributes.countAttributeUse(ctx.db, ctx.workspaceId),
  ),
  createAttribute: procedure("contacts.write")
    .input(NewAttribute)
    .mutation(({ ctx, input }) => attributes.defineAttribute(ctx, input)),
  renameAttribute: procedure("contacts.write")
    .input(AttributeRename)
    .mutation(({ ctx, input }) => attributes.renameAttribute(ctx, input)),
});
