/** The person of the first run. The address is nobody’s: `.example` is reserved (RFC 2606). */
export const OWNER = {
  name: "Olga Owner",
  email: "owner@nord.example",
  password: "correct-horse-battery",
};

/**
 * The owner’s signed-in browser, kept by the first story for the others.
 * @public
 */
export const OWNER_STATE = "test-results/state/owner.json";

/** The browser of somebody signed in who belongs to no workspace, kept by outsider.spec.ts. */
export const OUTSIDER_STATE = "test-results/state/outsider.json";
