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
          <Running
            key={campaign.id}
            href={`/campaigns/${campaign.id}`}
            name={campaign.name}
            state={campaign.state === "preparing" ? t("preparing") : t("sending")}
            done={campaign.done}
            total={campaign.total || null}
          />
        ))}
        {data.imports.map((one) => (
          <Running
            key={one.id}
            href={`/contacts/import/${one.id}`}
            name={one.fileName}
            state={one.state === "undoing" ? t("undoing") : t("importing")}
            done={one.rowsDone}
            total={one.state === "undoing" ? null : one.rowsTotal}
          />
        ))}
      </ul>
    </Section>
  );
}

interface RunningProps {
  href: string;
  name: string;
  state: string;
  done: number;
  total: number | null;
}

function Running({ href, name, state, done, total }: RunningProps) {
  return (
    <li className="flex flex-col gap-1 px-4 py-3">
      {/* Not inside the progress bar: what is in there cannot be reached by keyboard. */}
      <TextLink href={href} className="w-fit max-w-full truncate font-medium">
        <UserText>{name}</UserText>
      </TextLink>
      <Progress label={<Status tone="live">{state}</Status>} done={done} total={total} />
    </li>
  );
}
