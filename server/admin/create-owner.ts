import { createOwner, firstRunSchema } from "../auth";
import { CommandError, optionError, readOptions } from "./command";
import { listWorkspacesNamed } from "./owner-connection";

/** Options that are written otherwise than the fields they fill. */
const OPTIONS: Record<string, string> = { timeZone: "time-zone" };

/** `create-owner --email --password --workspace --brand`: a person, their workspace, its brand. */
export async function createOwnerCommand(args: readonly string[]) {
  const given = readOptions(args, {
    required: ["email", "password", "workspace", "brand"],
    optional: ["name", "locale", "time-zone"],
  });
  const input = firstRunSchema.safeParse({
    ...given,
    name: given.name ?? given.email.split("@")[0],
    timeZone: given["time-zone"],
  });
  if (!input.success) {
    const issue = input.error.issues[0];
    const field = String(issue?.path[0]);
    throw optionError(OPTIONS[field] ?? field, issue?.message ?? "INPUT_INVALID");
  }
  // Commands name a workspace: a second one of the name could only be reached by its id.
  if ((await listWorkspacesNamed(input.data.workspace)).length > 0) {
    throw new CommandError(
      "NAME_TAKEN",
      `--workspace: A workspace "${input.data.workspace}" exists already; choose another name.`,
    );
  }
  return createOwner(input.data);
}
