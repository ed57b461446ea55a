"use client";

import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { RelativeTime } from "@/app/_ui/time";
import { UserText } from "@/app/_ui/user-text";
import type { MailServer } from "../../_components/types";

/** Why the sender cannot use a server: since when, and when it last tried. */
export function ServerTrouble({ trouble }: { trouble: NonNullable<MailServer["trouble"]> }) {
  const t = useTranslations("senders.servers");
  const { step, reply, since, seenAt } = trouble;
  return (
    <div className="mt-2 flex items-start gap-2 text-xs">
      <TriangleAlert aria-hidden className="mt-px size-4 shrink-0 text-warn" />
      <div className="min-w-0">
        <p className="text-warn-ink">
          {t("trouble")} {t(`tests.${step}`)}
        </p>
        {reply ? (
          <UserText isMono className="block break-all text-ink-muted">
            {reply}
          </UserText>
        ) : null}
        <p className="text-ink-muted">
          {t.rich("troubleTimes", {
            since: () => <RelativeTime at={since} />,
            seen: () => <RelativeTime at={seenAt} />,
          })}
        </p>
      </div>
    </div>
  );
}
