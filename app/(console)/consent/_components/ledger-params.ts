import { createLoader, parseAsStringLiteral } from "nuqs/server";
import { CONSENT_ACTIONS, CONSENT_SOURCES } from "@/server/consent/schemas";

/** What the address of the ledger says. */
export const ledgerParams = {
  action: parseAsStringLiteral(CONSENT_ACTIONS),
  source: parseAsStringLiteral(CONSENT_SOURCES),
};

export const loadLedgerParams = createLoader(ledgerParams);
