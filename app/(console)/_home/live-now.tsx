"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/app/_trpc/client";
import { Progress } from "@/app/_ui/progress";
import { Section } from "@/app/_ui/section";
import { Status } from "@/app/_ui/status";
import { TextLink } from "@/app/_ui/text-link";
import { UserText } from "@/app/_ui/user-text";
import type { Live } from "@/server/home";

const POLL_MS = 3_000;

const isBusy = (live: Live | undefined) =>
  live !== undefined && live.campaigns.length + live.imports.length > 0;

/** What runs right now, kept fresh while it does. Nothing is shown when nothing runs. */
export function LiveNow({ first }: { first: Live }) {
  const t = useTranslations("home.live");
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.home.live.queryOptions(undefined, {
      initialData: first,
      refetchInterval: (query) => (isBusy(query.state.data) ? POLL_MS : false),
    }),
  );
  if (!isBusy(data)) return null;
  return (
    <Section title={t("title")}>
      <ul className="divide-y divide-line rounded-md border bg-surface">
        {data.campaigns.map((campaign) => (
          <li key={campaign.id} className="px-4 py-3">
            <Progress
              label={
                <span className="flex flex-wrap items-center gap-2">
                  <TextLink href={`/campaigns/${campaign.id}`}>
                    <UserText>{campaign.name}</UserText>
                  </TextLink>
                  <Status tone="live">
                    {campaign.state === "preparing" ? t("preparing") : t("sending")}
                  </Status>
                </span>
              }
              done={campaign.done}
              total={campaign.total || null}
            />
          </li>
        ))}
        {data.imports.map((one) => (
          <li key={one.id} className="px-4 py-3">
            <Progress
              label={
                <span className="flex flex-wrap items-center gap-2">
                  <TextLink href={`/contacts/import/${one.id}`}>
                    <UserText>{one.fileName}</UserText>
                  </TextLink>
                  <Status tone="live">
                    {one.state === "undoing" ? t("undoing") : t("importing")}
                  </Status>
                </span>
              }
              done={one.rowsDone}
              total={one.state === "undoing" ? null : one.rowsTotal}
            />
          </li>
        ))}
      </ul>
    </Section>
  );
}
