"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useCallback } from "react";
import { UserText } from "@/app/_ui/user-text";
import type { AuditEntry } from "./entry";

/** Returns who acted: a person by name, everything else by what it is. */
export function useActor(): (entry: AuditEntry) => ReactNode {
  const t = useTranslations("audit.audit");
  return useCallback(
    ({ actorKind, actorName }) => {
      if (actorKind === "system") return t("system");
      if (actorKind === "operator") return t("operator");
      if (actorKind === "api_key") return t("apiKey");
      if (actorKind === "contact") return t("contact");
      if (actorName === null) return t("gone");
      // As wide as the name, and on two lines only when it is a long one.
      return (
        <UserText className="inline-block w-max max-w-40 whitespace-normal break-words sm:max-w-56">
          {actorName}
        </UserText>
      );
    },
    [t],
  );
}

/** Returns the words of an action; one without words (an older version's) is shown by its name. */
export function useAction(): (action: string) => ReactNode {
  const t = useTranslations("audit");
  return useCallback(
    (action) => {
      const key = `actions.${action}` as "actions.brands.create";
      return t.has(key) ? t(key) : <UserText isMono>{action}</UserText>;
    },
    [t],
  );
}
