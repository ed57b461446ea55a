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
import { DateTime, RelativeTime } from "@/app/_ui/time";
import { toast } from "@/app/_ui/toast";
import type { AppRouter } from "@/server/root";
import { deviceOf } from "./device-name";

type Session = inferRouterOutputs<AppRouter>["account"]["sessions"][number];

const METHODS = ["password", "link", "oidc"] as const;

/** The browsers in which one is signed in, each with its way to end it. */
export function SessionList({ sessions }: { sessions: readonly Session[] }) {
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
      className="max-w-2xl"
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
      <ul className="divide-y border-y">
        {sessions.map((session) => (
          <li key={session.id} className="flex items-center justify-between gap-4 py-2">
            <div className="min-w-0">
              <p className="font-medium">
                <Device userAgent={session.userAgent} />
              </p>
              <p className="flex flex-wrap gap-x-4 text-ink-muted text-xs">
                <span>
                  {t("since")} <DateTime at={session.createdAt} />
                </span>
                <Method method={session.method} />
                {session.isCurrent ? null : (
                  <span>
                    {t("seen")} <RelativeTime at={session.lastSeenAt} />
                  </span>
                )}
              </p>
            </div>
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
          </li>
        ))}
      </ul>
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
  return known ? <span>{t(`methods.${known}`)}</span> : null;
}
