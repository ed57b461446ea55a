"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { AlertDialog } from "@/app/_ui/alert-dialog";
import { Button } from "@/app/_ui/button";
import { Section } from "@/app/_ui/section";
import { Status } from "@/app/_ui/status";
import { DateTime } from "@/app/_ui/time";
import { UserText } from "@/app/_ui/user-text";
import type { Domain, DomainKey } from "../../_components/types";
import { useChange } from "../../_components/use-change";

const KEPT_MS = 14 * 86_400_000;

/** The keys and their change: make another, publish it, switch. */
export function KeySection({ domain }: { domain: Domain }) {
  const t = useTranslations("senders.keys");
  const trpc = useTRPC();
  const add = useMutation(trpc.sendingDomains.addKey.mutationOptions(useChange(t("added"))));
  const next = domain.keys.find(({ role }) => role === "next");
  return (
    <Section
      title={t("title")}
      description={t("description")}
      actions={
        next ? null : (
          <Button isLoading={add.isPending} onClick={() => add.mutate({ id: domain.id })}>
            {t("add")}
          </Button>
        )
      }
    >
      <ul className="divide-y rounded-md border bg-surface">
        {domain.keys.map((key) => (
          <KeyRow key={key.id} apart={key}>
            {key.role === "next" ? <NextActions id={domain.id} next={key} /> : null}
          </KeyRow>
        ))}
      </ul>
    </Section>
  );
}

function KeyRow({ apart, children }: { apart: DomainKey; children: ReactNode }) {
  const t = useTranslations("senders.keys");
  const { role, selector, createdAt, retiredAt } = apart;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2.5">
      <div className="min-w-0">
        <UserText isMono className="break-all">
          {selector}
        </UserText>
        <p className="text-ink-muted text-xs">
          {retiredAt
            ? t.rich("retiredOn", {
                when: () => <DateTime at={retiredAt} withTime={false} />,
                until: () => (
                  <DateTime at={new Date(retiredAt.getTime() + KEPT_MS)} withTime={false} />
                ),
              })
            : t.rich("madeOn", { when: () => <DateTime at={createdAt} withTime={false} /> })}
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {children}
        <Status tone={role === "current" ? "live" : "neutral"}>{t(`roles.${role}`)}</Status>
      </div>
    </li>
  );
}

function NextActions({ id, next }: { id: string; next: DomainKey }) {
  const t = useTranslations("senders.keys");
  const trpc = useTRPC();
  const drop = useMutation(trpc.sendingDomains.dropKey.mutationOptions(useChange(t("dropped"))));
  const change = useMutation(
    trpc.sendingDomains.switchKey.mutationOptions(useChange(t("switched"))),
  );
  const isFound = next.finding?.state === "ok";
  return (
    <>
      <Button size="small" isLoading={drop.isPending} onClick={() => drop.mutate({ id })}>
        {t("drop")}
      </Button>
      {isFound ? (
        <AlertDialog
          trigger={<Button size="small">{t("switch")}</Button>}
          title={t("switchTitle")}
          description={t("switchText")}
          confirmLabel={t("switch")}
          onConfirm={() => change.mutateAsync({ id })}
        />
      ) : (
        <span className="text-ink-muted text-xs">{t("waiting")}</span>
      )}
    </>
  );
}
