import { buildDemo, findOwnDemo, openDemo, removeDemo } from "../demo";
import { CommandError, readOptions } from "./command";
import { asOwner } from "./owner-connection";

async function findPerson(email: string): Promise<{ id: string; locale: string | null }> {
  const found = await asOwner((client) =>
    client.query<{ id: string; locale: string | null }>(
      "select id, locale from users where email = lower($1)",
      [email.trim()],
    ),
  );
  const [person] = found.rows;
  if (!person) throw new CommandError("PERSON_UNKNOWN", "Nobody here has this address.");
  return person;
}

/**
 * `demo --email [--remove]`: gives somebody a demo shop, filled when the command ends, or takes theirs
 * away with everything in it. Twice changes nothing.
 */
export async function demoCommand(args: readonly string[]) {
  const given = readOptions(args, { required: ["email"], flags: ["remove"] });
  const { id, locale } = await findPerson(given.email);
  if (given.flags.has("remove")) {
    const workspaceId = await findOwnDemo(id);
    if (workspaceId) await removeDemo(workspaceId);
    return { removed: workspaceId !== null, workspaceId };
  }
  const { workspaceId } = await openDemo({ id, locale: locale === "de" ? "de" : "en" });
  await buildDemo(workspaceId);
  return { workspaceId };
}
