import { labelOf } from "../mailbox";
import type { ChannelProvider } from "./provider";
import { smtpProvider } from "./smtp-provider";
import { type OperatorServer, smtpTarget } from "./smtp-target";

/** The ways out of this process, opened when they are first needed. */
export interface Ways {
  providerOf(workspaceId: string): ChannelProvider;
  close(): void;
}

/** All mail over the operator's server; the local mailbox has a way of its own for each workspace. */
export function operatorWays(
  server: OperatorServer,
  options: { connections: number; timeouts?: { connect: number; socket: number } },
): Ways {
  const providers = new Map<string, ChannelProvider>();
  const { connections, timeouts } = options;
  return {
    providerOf: (workspaceId) => {
      const target = smtpTarget(server, labelOf(workspaceId), timeouts);
      let provider = providers.get(target.key);
      if (!provider) {
        provider = smtpProvider(target, { connections });
        providers.set(target.key, provider);
      }
      return provider;
    },
    close: () => {
      for (const provider of providers.values()) provider.close();
      providers.clear();
    },
  };
}
