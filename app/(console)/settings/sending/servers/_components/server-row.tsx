"use client";

import { useMutation } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { AlertDialog } from "@/app/_ui/alert-dialog";
import { Button } from "@/app/_ui/button";
import { IconButton } from "@/app/_ui/icon-button";
import { Menu, MenuItem, MenuSeparator } from "@/app/_ui/menu";
import { Status } from "@/app/_ui/status";
import { UserText } from "@/app/_ui/user-text";
import type { MailServer } from "../../_components/types";
import { useChange } from "../../_components/use-change";
import { ServerTrouble } from "./server-trouble";
import { TestOutcome } from "./test-outcome";

interface ServerRowProps {
  server: MailServer;
  onEdit: () => void;
}

/** One mail server: where it stands, whether it answers, what can be done with it. */
export function ServerRow({ server, onEdit }: ServerRowProps) {
  const t = useTranslations("senders.servers");
  const trpc = useTRPC();
  const test = useMutation(trpc.mailServers.test.mutationOptions(useChange(null)));
  return (
    <li className="px-4 py-3">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-60">
          <div className="flex flex-wrap items-center gap-2">
            <UserText className="break-words font-medium">{server.name}</UserText>
            {server.isPaused ? <Status tone="warn">{t("paused")}</Status> : null}
          </div>
          <UserText isMono className="block break-all text-ink-muted">
            {`${server.host}:${server.port}`}
          </UserText>
          <p className="text-ink-muted text-xs">
            <Facts server={server} />
          </p>
          {server.isPaused && server.pausedReason ? (
            <UserText className="block break-words text-warn-ink text-xs">
              {server.pausedReason}
            </UserText>
          ) : null}
        </div>
        <div className="flex items-center gap-1">
          <Button
            size="small"
            isLoading={test.isPending}
            aria-label={t("testOne", { name: server.name })}
            onClick={() => test.mutate({ id: server.id })}
          >
            {t("test")}
          </Button>
          <ServerMenu server={server} onEdit={onEdit} />
        </div>
      </div>
      {server.trouble && !server.isPaused ? <ServerTrouble trouble={server.trouble} /> : null}
      {/* There before it speaks: what appears in it is read aloud. */}
      <div role="status">
        {test.isPending ? (
          <p className="mt-2 text-ink-muted text-xs">{t("testing")}</p>
        ) : server.testResult && server.testedAt ? (
          <TestOutcome result={server.testResult} at={server.testedAt} />
        ) : null}
      </div>
    </li>
  );
}

function Facts({ server }: { server: MailServer }) {
  const t = useTranslations("senders.servers");
  const { security, username, perSecond, connections } = server;
  return (
    <>
      {t(`securities.${security}`)}
      {" · "}
      {username ? <UserText>{username}</UserText> : t("noUser")}
      {" · "}
      {perSecond ? t("perSecondFact", { count: perSecond }) : t("unlimited")}
      {" · "}
      {t("connectionsFact", { count: connections })}
    </>
  );
}

function ServerMenu({ server, onEdit }: ServerRowProps) {
  const t = useTranslations("senders.servers");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const [isAsked, setAsked] = useState(false);
  const { id, name, isPaused } = server;
  const pause = useMutation(
    trpc.mailServers.pause.mutationOptions(useChange(t(isPaused ? "resumed" : "pausedNow"))),
  );
  const archive = useMutation(trpc.mailServers.archive.mutationOptions(useChange(t("removed"))));
  return (
    <>
      <Menu trigger={<IconButton icon={Ellipsis} label={t("actions", { name })} size="small" />}>
        <MenuItem onSelect={onEdit}>{common("edit")}</MenuItem>
        <MenuItem onSelect={() => pause.mutate({ id, isPaused: !isPaused })}>
          {t(isPaused ? "resume" : "pause")}
        </MenuItem>
        <MenuSeparator />
        <MenuItem isDangerous onSelect={() => setAsked(true)}>
          {common("remove")}
        </MenuItem>
      </Menu>
      <AlertDialog
        open={isAsked}
        onOpenChange={setAsked}
        title={t.rich("removeTitle", { name: () => <UserText>{name}</UserText> })}
        description={t("removeText")}
        confirmLabel={common("remove")}
        isDangerous
        onConfirm={() => archive.mutateAsync({ id })}
      />
    </>
  );
}
