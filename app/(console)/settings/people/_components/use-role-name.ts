"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { ROLES } from "@/server/workspaces/schemas";

/** Returns the word for a role; an unknown one is shown as it is stored. */
export function useRoleName(): (role: string) => string {
  const t = useTranslations("auth.roles");
  return useCallback(
    (role) => {
      const known = ROLES.find((each) => each === role);
      return known ? t(known) : role;
    },
    [t],
  );
}
