"use client";

import { useMutation } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { useCallErrorText } from "@/app/_ui/error-text";
import { Section } from "@/app/_ui/section";
import { Status } from "@/app/_ui/status";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "@/app/_ui/table";
import { DateTime, RelativeTime } from "@/app/_ui/time";
import { toast } from "@/app/_ui/toast";
import type { AppRouter } from "@/server/root";
import { deviceOf } from "./device-name";

type Session = inferRouterOutputs<AppRouter>["account"]["sessions"][number];

const METHODS = ["password", "link", "oidc"] as const;

/** The browsers in which one is signed in, each with its way to end it. */
export function SessionTable({ sessions }: { sessions: readonly Session[] }) {
  const t = useTranslations("settings.account");
  const text = useCallErrorText();
  const trpc = useTRPC();
  const router = useRouter();
  const onError = (error: unknown) => {
    toast.error(text(error));
  };
  const endOthers = useMutation(
    trpc.account.revokeOtherSessions.mutationOptions({
      onSuccess: () => {
        toast.success(t("othersEnded"));
        router.refresh();
      },
      onError,
    }),
  );
  const end = useMutation(
    trpc.account.revokeSession.mutationOptions({
      onSuccess: () => {
        toast.success(t("ended"));
        router.refresh();
      },
      onError,
    }),
  );
  return (
    <Section
      title={t("sessions")}
      description={t("sessionsText")}
      actions={
        sessions.length > 1 ? (
          <Button isLoading={endOthers.isPending} onClick={() => endOthers.mutate()}>
            {t("endOthers")}
          </Button>
        ) : null
      }
    >
      <Table label={t("sessions")}>
        <TableHead>
          <HeadCell>{t("device")}</HeadCell>
          <HeadCell>{t("method")}</HeadCell>
          <HeadCell>{t("since")}</HeadCell>
          <HeadCell>{t("seen")}</HeadCell>
          <HeadCell>
            <span className="sr-only">{t("end")}</span>
          </HeadCell>
        </TableHead>
        <TableBody>
          {sessions.map((session) => (
            <TableRow key={session.id}>
              <Cell>
                <Device userAgent={session.userAgent} />
              </Cell>
              <Cell>
                <Method method={session.method} />
              </Cell>
              <Cell>
                <DateTime at={session.createdAt} />
              </Cell>
              <Cell>
                <RelativeTime at={session.lastSeenAt} />
              </Cell>
              <Cell>
                <div className="flex justify-end">
                  {session.isCurrent ? (
                    <Status tone="live">{t("thisOne")}</Status>
                  ) : (
                    <Button
                      size="small"
                      isLoading={end.isPending && end.variables.id === session.id}
                      onClick={() => end.mutate({ id: session.id })}
                    >
                      {t("end")}
                    </Button>
                  )}
                </div>
              </Cell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Section>
  );
}

function Device({ userAgent }: { userAgent: string | null }) {
  const t = useTranslations("settings.account");
  const device = deviceOf(userAgent);
  return device ? t("deviceName", device) : t("unknownDevice");
}

function Method({ method }: { method: string }) {
  const t = useTranslations("settings.account");
  const known = METHODS.find((each) => each === method);
  return known ? t(`methods.${known}`) : null;
}
