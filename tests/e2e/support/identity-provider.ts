import { createHash, createSign, generateKeyPairSync, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

/** Who the provider says is signed in there. */
export interface Identity {
  sub: string;
  email: string;
  email_verified: boolean;
  name: string;
}

interface Provider {
  /** Changes who signs in next. */
  become(identity: Identity): void;
  close(): Promise<void>;
}

interface Grant {
  identity: Identity;
  nonce: string;
  redirectUri: string;
  challenge: string;
}

const base64url = (value: object | Buffer): string =>
  (Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value))).toString("base64url");

/**
 * A small OpenID provider (Core 1.0, authorization code with PKCE, RS256) that asks nobody for a
 * password: enough to prove single sign-on against a server that is not ours.
 */
export async function startIdentityProvider(
  issuer: string,
  client: { id: string; secret: string },
): Promise<Provider> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const kid = randomUUID();
  const grants = new Map<string, Grant>();
  let identity: Identity | undefined;

  function sign(claims: object): string {
    const head = base64url({ alg: "RS256", typ: "JWT", kid });
    const body = base64url(claims);
    const signature = createSign("RSA-SHA256").update(`${head}.${body}`).sign(privateKey);
    return `${head}.${body}.${base64url(signature)}`;
  }

  function authorize(url: URL, response: ServerResponse): void {
    const redirectUri = url.searchParams.get("redirect_uri") ?? "";
    if (!identity || url.searchParams.get("client_id") !== client.id) {
      response.writeHead(400).end();
      return;
    }
    const code = randomUUID();
    grants.set(code, {
      identity,
      redirectUri,
      nonce: url.searchParams.get("nonce") ?? "",
      challenge: url.searchParams.get("code_challenge") ?? "",
    });
    const back = new URL(redirectUri);
    back.searchParams.set("code", code);
    back.searchParams.set("state", url.searchParams.get("state") ?? "");
    response.writeHead(302, { location: back.href }).end();
  }

  async function token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await text(request));
    const grant = grants.get(form.get("code") ?? "");
    grants.delete(form.get("code") ?? "");
    const proof = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest();
    const expected = `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString("base64")}`;
    const isClient =
      request.headers.authorization === expected || form.get("client_secret") === client.secret;
    if (!grant || !isClient || base64url(proof) !== grant.challenge) {
      json(response, { error: "invalid_grant" }, 400);
      return;
    }
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer, aud: client.id, iat: now, exp: now + 300, nonce: grant.nonce };
    json(response, {
      access_token: randomUUID(),
      token_type: "Bearer",
      expires_in: 300,
      id_token: sign({ ...claims, ...grant.identity }),
    });
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", issuer);
    if (url.pathname === "/.well-known/openid-configuration") {
      json(response, configuration(issuer));
    } else if (url.pathname === "/keys") {
      const jwk = publicKey.export({ format: "jwk" });
      json(response, { keys: [{ ...jwk, kid, alg: "RS256", use: "sig" }] });
    } else if (url.pathname === "/authorize") authorize(url, response);
    else if (url.pathname === "/token") {
      token(request, response).catch(() => response.writeHead(500).end());
    } else response.writeHead(404).end();
  });
  await listen(server, new URL(issuer));

  return {
    become: (next) => {
      identity = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function configuration(issuer: string): object {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    code_challenge_methods_supported: ["S256"],
    token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
  };
}

function json(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

async function listen(server: Server, { hostname, port }: URL): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(Number(port), hostname, resolve);
  });
}
