import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { PageHeader } from "@/app/_ui/page-header";
import { SendingNav } from "./sending-nav";

/** Title, parts and the one primary action of a page about sending. */
export function SendingHeader({
  part,
  actions,
}: {
  part: "domains" | "servers" | "limits";
  actions?: ReactNode;
}) {
  const t = useTranslations("senders");
  return (
    <>
      <PageHeader
        title={t(`${part}.title`)}
        description={t(`${part}.description`)}
        actions={actions}
      />
      <SendingNav />
    </>
  );
}
