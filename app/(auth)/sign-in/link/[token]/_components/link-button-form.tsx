"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { Card } from "../../../../_components/card";
import { FaultBanner } from "../../../../_components/fault-banner";
import { useSignIn } from "../../../../_components/use-sign-in";

/** The button that uses the link up. */
export function LinkButtonForm({ token }: { token: string }) {
  const t = useTranslations("auth.link");
  const common = useTranslations("common");
  const { submit, fault } = useSignIn("/");
  const [isBusy, setBusy] = useState(false);

  async function enter() {
    setBusy(true);
    setBusy(await submit({ kind: "link", token }));
  }

  return (
    <Card title={t("title", { product: common("product") })} text={t("text")}>
      <div className="flex flex-col gap-4">
        <FaultBanner fault={fault} />
        <Button variant="primary" isLoading={isBusy} onClick={enter}>
          {t("submit")}
        </Button>
      </div>
    </Card>
  );
}
