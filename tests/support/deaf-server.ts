import { once } from "node:events";
import net from "node:net";
import { onTestFinished } from "vitest";

/** A server that takes connections and greets, and at MAIL hangs up, or says nothing any more. */
export async function startDeafServer(conduct: "resets" | "hangs") {
  const heard = { port: 0, mails: 0 };
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.write("220 deaf.example ESMTP\r\n");
    socket.on("data", (chunk) => {
      if (chunk.toString().startsWith("EHLO")) socket.write("250 deaf.example\r\n");
      else if (chunk.toString().startsWith("MAIL")) {
        heard.mails += 1;
        if (conduct === "resets") socket.resetAndDestroy();
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  heard.port = (server.address() as net.AddressInfo).port;
  return heard;
}
