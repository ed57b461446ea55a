"use client";

import { useTranslations } from "next-intl";
import { Badge } from "@/app/_ui/status";
import { UserText } from "@/app/_ui/user-text";
import type { ServerList } from "../../_components/types";
import { ServerTrouble } from "./server-trouble";

interface InstallationRowProps {
  installation: ServerList["installation"];
  /** Some mail has no other way. */
  isUsed: boolean;
}

/** What the operator set up: to be looked at, not to be changed here. */
export function InstallationRow({ installation, isUsed }: InstallationRowProps) {
  const t = useTranslations("senders.servers.installation");
  const isMailbox = installation.kind === "mailbox";
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0">
        <p className="font-medium">{t(isMailbox ? "mailbox" : "server")}</p>
        {isMailbox ? null : (
          <UserText isMono className="break-all text-ink-muted">
            {`${installation.host}:${installation.port}`}
          </UserText>
        )}
        <p className="text-pretty text-ink-muted text-xs">
          {t(isUsed ? (isMailbox ? "mailboxText" : "serverText") : "unused")}
        </p>
        {isUsed && installation.trouble ? <ServerTrouble trouble={installation.trouble} /> : null}
      </div>
      <Badge>{t("readOnly")}</Badge>
    </li>
  );
}
