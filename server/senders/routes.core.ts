/** One server of a rule, as it is stored. */
export interface Route {
  /** Null: any brand. */
  brandId: string | null;
  /** Null: any kind. */
  kind: string | null;
  serverId: string;
  position: number;
}

/** A brand's own rule is nearer than one for a kind; a rule that names both is nearest. */
const nearness = ({ brandId, kind }: Route) => (brandId === null ? 0 : 2) + (kind === null ? 0 : 1);

/**
 * The servers for a message, in the order in which they are tried. The nearest rule that fits decides
 * alone: what it does not name is not used, so that a rule can also keep mail away from a server.
 * Empty: no rule fits, and the installation's own mail server is meant.
 */
export function routeFor(
  routes: readonly Route[],
  message: { brandId: string; kind: string },
): string[] {
  const fitting = routes.filter(
    ({ brandId, kind }) =>
      (brandId === null || brandId === message.brandId) && (kind === null || kind === message.kind),
  );
  const nearest = Math.max(...fitting.map(nearness));
  return fitting
    .filter((route) => nearness(route) === nearest)
    .sort((a, b) => a.position - b.position)
    .map(({ serverId }) => serverId);
}
