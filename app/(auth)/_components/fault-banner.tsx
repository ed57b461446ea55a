"use client";

import { useTranslations } from "next-intl";
import { Banner } from "@/app/_ui/banner";
import { useErrorText } from "@/app/_ui/error-text";
import type { SignInFault } from "./use-sign-in";

/** Why signing in did not work; tells how long to wait where that is the reason. */
export function FaultBanner({ fault }: { fault: SignInFault | null }) {
  const t = useTranslations("auth");
  const text = useErrorText();
  if (!fault) return null;
  const isWait = fault.code === "RATE_LIMITED" && fault.seconds !== null;
  return (
    <Banner tone="bad" isLive>
      {isWait ? t("wait", { minutes: Math.ceil((fault.seconds ?? 0) / 60) }) : text(fault.code)}
    </Banner>
  );
}
