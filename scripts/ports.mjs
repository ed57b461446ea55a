import { createServer } from "node:net";

/** True when a server could listen there right now. */
export async function isPortFree(port, host = "127.0.0.1") {
  return (await tryListen(port, host)) !== undefined;
}

/** Some port nobody listens on; `preferred` if it is still free, so that addresses survive a restart. */
export async function pickFreePort(preferred) {
  if (preferred && (await isPortFree(preferred))) return preferred;
  const port = await tryListen(0, "127.0.0.1");
  if (port === undefined) throw new Error("no free port on 127.0.0.1");
  return port;
}

function tryListen(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => {
      if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve(undefined);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => {
      const taken = server.address().port;
      server.close(() => resolve(taken));
    });
  });
}
