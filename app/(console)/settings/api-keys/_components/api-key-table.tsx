"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Status, type Tone } from "@/app/_ui/status";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "@/app/_ui/table";
import { DateTime, RelativeTime } from "@/app/_ui/time";
import { UserText } from "@/app/_ui/user-text";
import { RevokeButton } from "./revoke-button";
import type { ApiKey } from "./types";

const TONES: Record<ApiKey["state"], Tone> = { active: "ok", expired: "warn", revoked: "neutral" };

/**
 * The keys, newest first. What has no column stands below the name: by the room that is left beside
 * the navigation, not by the width of the screen.
 */
export function ApiKeyTable({ keys }: { keys: readonly ApiKey[] }) {
  const t = useTranslations("settings.apiKeys");
  return (
    <div className="@container">
      <Table label={t("title")}>
        <TableHead>
          <HeadCell>{t("name")}</HeadCell>
          <HeadCell className="@max-4xl:hidden">{t("made")}</HeadCell>
          <HeadCell className="@max-4xl:hidden">{t("lastUsed")}</HeadCell>
          <HeadCell className="@max-4xl:hidden">{t("expires")}</HeadCell>
          <HeadCell className="@max-sm:hidden">{t("state")}</HeadCell>
          <HeadCell>
            <span className="sr-only">{t("actions")}</span>
          </HeadCell>
        </TableHead>
        <TableBody>
          {keys.map((key) => (
            <TableRow key={key.id}>
              <Cell>
                <UserText className="break-words font-medium">{key.name}</UserText>
                <UserText isMono className="block whitespace-nowrap text-ink-muted text-xs">
                  {`${key.beginning}…`}
                </UserText>
                <Below apiKey={key} />
              </Cell>
              <Cell className="whitespace-nowrap @max-4xl:hidden">
                <DateTime at={key.createdAt} withTime={false} />
              </Cell>
              <Cell className="whitespace-nowrap @max-4xl:hidden">
                <LastUsed at={key.lastUsedAt} />
              </Cell>
              <Cell className="whitespace-nowrap @max-4xl:hidden">
                <Expiry at={key.expiresAt} />
              </Cell>
              <Cell className="@max-sm:hidden">
                <State state={key.state} />
              </Cell>
              <Cell className="text-right">
                {key.state === "active" ? <RevokeButton apiKey={key} /> : null}
              </Cell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

function Below({ apiKey }: { apiKey: ApiKey }) {
  const t = useTranslations("settings.apiKeys");
  return (
    <dl className="text-ink-muted text-xs">
      <div className="my-1 @sm:hidden">
        <dt className="sr-only">{t("state")}</dt>
        <dd>
          <State state={apiKey.state} />
        </dd>
      </div>
      <Line name={t("may")}>
        {apiKey.scopes.map((scope) => t(`scopes.${scope}.name`)).join(", ")}
      </Line>
      <Line name={t("made")} className="@4xl:hidden">
        <DateTime at={apiKey.createdAt} withTime={false} />
      </Line>
      <Line name={t("lastUsed")} className="@4xl:hidden">
        <LastUsed at={apiKey.lastUsedAt} />
      </Line>
      <Line name={t("expires")} className="@4xl:hidden">
        <Expiry at={apiKey.expiresAt} />
      </Line>
    </dl>
  );
}

interface LineProps {
  name: string;
  className?: string;
  children: ReactNode;
}

function Line({ name, className, children }: LineProps) {
  return (
    <div className={className}>
      <dt className="inline after:content-[':_']">{name}</dt>
      <dd className="inline">{children}</dd>
    </div>
  );
}

function State({ state }: { state: ApiKey["state"] }) {
  const t = useTranslations("settings.apiKeys");
  return <Status tone={TONES[state]}>{t(`states.${state}`)}</Status>;
}

function LastUsed({ at }: { at: Date | null }) {
  const t = useTranslations("settings.apiKeys");
  return at ? <RelativeTime at={at} /> : t("never");
}

function Expiry({ at }: { at: Date | null }) {
  const t = useTranslations("settings.apiKeys");
  return at ? <DateTime at={at} withTime={false} /> : t("terms.never");
}
