"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { Section } from "@/app/_ui/section";
import { SendingHeader } from "../../_components/sending-header";
import type { MailServer, RuleList, ServerList } from "../../_components/types";
import { InstallationRow } from "./installation-row";
import { RuleSection } from "./rule-section";
import { ServerDialog } from "./server-dialog";
import { ServerRow } from "./server-row";

/** The mail servers and the ways to them. The installation's own stands below all others. */
export function ServerScreen({ list, rules }: { list: ServerList; rules: RuleList }) {
  const t = useTranslations("senders.servers");
  const [edited, setEdited] = useState<MailServer | "new" | null>(null);
  return (
    <>
      <SendingHeader
        part="servers"
        actions={
          <Button variant="primary" onClick={() => setEdited("new")}>
            <Plus aria-hidden />
            {t("add")}
          </Button>
        }
      />
      <Section title={t("listTitle")} description={list.servers.length > 0 ? null : t("emptyText")}>
        <ul className="divide-y rounded-md border bg-surface">
          {list.servers.map((server) => (
            <ServerRow key={server.id} server={server} onEdit={() => setEdited(server)} />
          ))}
          <InstallationRow
            installation={list.installation}
            isUsed={rules.rules.every((rule) => rule.brandId !== null || rule.kind !== null)}
          />
        </ul>
      </Section>
      {list.servers.length > 0 ? <RuleSection list={rules} servers={list.servers} /> : null}
      <ServerDialog
        server={edited}
        allowsPrivate={list.allowsPrivate}
        onClose={() => setEdited(null)}
      />
    </>
  );
}
