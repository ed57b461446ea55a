"use client";

import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { LinkButton } from "@/app/_ui/link-button";
import { UserText } from "@/app/_ui/user-text";

interface ProviderButtonProps {
  /** The provider's name; null when single sign-on is not set up. */
  name: string | null;
  next: string;
}

/** The ways to sign in without a password. */
export function ProviderButton({ name, next }: ProviderButtonProps) {
  const t = useTranslations("auth.signIn");
  const [isLeaving, setLeaving] = useState(false);

  async function leave() {
    setLeaving(true);
    await signIn("oidc", { callbackUrl: next }).catch(() => setLeaving(false));
  }

  return (
    <div className="flex flex-col gap-2">
      {name ? (
        <Button isLoading={isLeaving} onClick={leave}>
          <span>{t.rich("withProvider", { name: () => <UserText>{name}</UserText> })}</span>
        </Button>
      ) : null}
      <LinkButton href="/sign-in/mail/link">{t("byLink")}</LinkButton>
    </div>
  );
}
