import { statfsSync } from "node:fs";
import { startPostgres } from "./postgres.mjs";
import { restartDelay } from "./supervisor.mjs";

const LOOK_EVERY = 500;

/** With less room than this, that is why the database ended, and its start will fail as well. */
const NEEDED_BYTES = 32 * 1024 ** 2;

function isFull(folder) {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize < NEEDED_BYTES;
}

/**
 * Starts the embedded database and starts it again, on the same port, when it dies.
 * @param {{dataDir: string, secrets: {databasePassword: string}, say: (line: string) => void}} options
 */
export async function keepPostgres({ dataDir, secrets, say }) {
  const start = (port) => startPostgres({ dataDir, password: secrets.databasePassword, port });
  let server = await start();
  if (server.isAdopted) say("Took over the database that was still running.");
  let isStopping = false;
  let failures = 0;
  let restart = Promise.resolve();
  let timer = setTimeout(look, LOOK_EVERY);

  function look() {
    if (isStopping) return;
    if (server.isRunning()) {
      timer = setTimeout(look, LOOK_EVERY);
      return;
    }
    restart = bringBack();
  }

  async function bringBack() {
    const sentence = isFull(dataDir)
      ? `The disk of ${dataDir} is full: free some space, and everything goes on by itself.`
      : "database ended; starting it again.";
    // Said once, however often the start is tried.
    if (failures === 0) say(sentence);
    try {
      // The others know the old port, so the new server must have it too.
      server = await start(server.port);
      failures = 0;
    } catch (error) {
      failures += 1;
      say(`database could not be started: ${error.message}`);
    }
    if (!isStopping) timer = setTimeout(look, failures > 0 ? restartDelay(failures) : LOOK_EVERY);
  }

  return {
    url: server.url,
    pid: () => server.pid,
    port: () => server.port,
    async stop() {
      isStopping = true;
      clearTimeout(timer);
      await restart;
      await server.stop();
    },
  };
}
