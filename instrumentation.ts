/**
 * Once, when the web server starts: clicks that were journalled before it ended are taken in without
 * waiting for the next one.
 */
export async function register(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: the bundler puts it here, it is none of our settings
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { visitDesk } = await import("./server/http/tracking");
  visitDesk();
}
