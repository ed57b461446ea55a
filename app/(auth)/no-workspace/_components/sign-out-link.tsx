"use client";

import { signOut } from "next-auth/react";
import { useTranslations } from "next-intl";
import { Button } from "@/app/_ui/button";

/** The way out. */
export function SignOutLink() {
  const t = useTranslations("auth.noWorkspace");
  return (
    <Button variant="ghost" onClick={() => signOut({ callbackUrl: "/sign-in" })}>
      {t("signOut")}
    </Button>
  );
}
