"use client";

import { ArrowDown, ArrowUp, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { type Control, useController } from "react-hook-form";
import { useErrorText } from "@/app/_ui/error-text";
import { IconButton } from "@/app/_ui/icon-button";
import { Select } from "@/app/_ui/select";
import { UserText } from "@/app/_ui/user-text";
import type { RouteInput } from "@/server/senders/schemas";
import type { MailServer } from "../../_components/types";

interface ServerOrderProps {
  control: Control<RouteInput>;
  servers: readonly MailServer[];
}

/** The servers of a rule: the first is used, the next ones stand in for it. */
export function ServerOrder({ control, servers }: ServerOrderProps) {
  const t = useTranslations("senders.rules");
  const text = useErrorText();
  const id = useId();
  const { field, fieldState } = useController({ control, name: "serverIds" });
  const { value: chosen, onChange } = field;
  const fault = fieldState.error?.message;
  const rest = servers.filter((server) => !chosen.includes(server.id));
  const nameOf = (serverId: string) => servers.find((one) => one.id === serverId)?.name ?? "";
  const move = (index: number, by: number) => {
    const next = chosen.filter((_, at) => at !== index);
    onChange([...next.slice(0, index + by), chosen[index] ?? "", ...next.slice(index + by)]);
  };
  return (
    <fieldset aria-describedby={fault ? id : undefined} className="flex flex-col gap-2">
      <legend className="mb-1.5 font-medium text-sm">{t("servers")}</legend>
      {chosen.length > 0 ? (
        <ol className="divide-y rounded-md border">
          {chosen.map((serverId, index) => {
            const name = nameOf(serverId);
            return (
              <li key={serverId} className="flex items-center gap-2 py-1 pr-1 pl-3">
                <span translate="no" className="tabular w-4 text-ink-muted text-xs">
                  {index + 1}
                </span>
                <UserText className="min-w-0 flex-1 truncate">{name}</UserText>
                <IconButton
                  icon={ArrowUp}
                  size="small"
                  label={t("up", { name })}
                  disabled={index === 0}
                  onClick={() => move(index, -1)}
                />
                <IconButton
                  icon={ArrowDown}
                  size="small"
                  label={t("down", { name })}
                  disabled={index === chosen.length - 1}
                  onClick={() => move(index, 1)}
                />
                <IconButton
                  icon={X}
                  size="small"
                  label={t("takeOut", { name })}
                  onClick={() => onChange(chosen.filter((one) => one !== serverId))}
                />
              </li>
            );
          })}
        </ol>
      ) : null}
      {rest.length > 0 ? (
        <Select
          key={chosen.join()}
          aria-label={t("addServer")}
          placeholder={t("addServer")}
          onValueChange={(serverId) => onChange([...chosen, serverId])}
          options={rest.map((server) => ({
            value: server.id,
            label: <UserText>{server.name}</UserText>,
          }))}
        />
      ) : null}
      {fault ? (
        <p id={id} role="alert" className="text-bad-ink text-xs">
          {text(fault)}
        </p>
      ) : null}
    </fieldset>
  );
}
