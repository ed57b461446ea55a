import { createOwner, firstRunSchema } from "../auth";
import { CommandError, readOptions } from "./command";

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
    throw new CommandError(
      issue?.message ?? "INPUT_INVALID",
      `--${issue?.path.join(".")} is not valid.`,
    );
  }
  return createOwner(input.data);
}
