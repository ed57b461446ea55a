"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Monitor, Smartphone } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { Banner } from "@/app/_ui/banner";
import { useCallErrorText } from "@/app/_ui/error-text";
import { IconButton } from "@/app/_ui/icon-button";
import { Skeleton } from "@/app/_ui/skeleton";
import { Tabs } from "@/app/_ui/tabs";
import { UserText } from "@/app/_ui/user-text";
import { CLIPPING_BYTES } from "@/server/content/schemas";
import { MailFrame } from "./mail-frame";
import { PersonChoice, type PreviewPerson } from "./person-choice";

interface PreviewProps {
  campaignId: string;
  topicId: string;
  revision: number;
}

const WIDTHS = { desktop: 640, phone: 375 } as const;

/** The letter as one person gets it: the very HTML of their mail. */
export function Preview({ campaignId, topicId, revision }: PreviewProps) {
  const t = useTranslations("campaigns.editor.preview");
  const trpc = useTRPC();
  const errorText = useCallErrorText();
  const [person, setPerson] = useState<PreviewPerson | null>(null);
  const [device, setDevice] = useState<keyof typeof WIDTHS>("desktop");
  const contactId = person?.id ?? null;
  const preview = useQuery({
    ...trpc.campaigns.preview.queryOptions({ id: campaignId, revision, topicId, contactId }),
    placeholderData: keepPreviousData,
  });
  const { data } = preview;

  return (
    <section aria-label={t("title")} className="min-w-0">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold text-base">{t("title")}</h2>
        <div className="flex gap-1">
          <IconButton
            icon={Monitor}
            label={t("desktop")}
            size="small"
            aria-pressed={device === "desktop"}
            variant={device === "desktop" ? "secondary" : "ghost"}
            onClick={() => setDevice("desktop")}
          />
          <IconButton
            icon={Smartphone}
            label={t("phone")}
            size="small"
            aria-pressed={device === "phone"}
            variant={device === "phone" ? "secondary" : "ghost"}
            onClick={() => setDevice("phone")}
          />
        </div>
      </div>
      <PersonChoice campaignId={campaignId} person={person} onPerson={setPerson} />
      {preview.error ? (
        <Banner tone="bad" className="mt-3">
          {errorText(preview.error)}
        </Banner>
      ) : null}
      {data ? (
        <>
          <p className="mt-3 mb-1 truncate text-sm">
            <span className="text-ink-muted">{t("subject")}</span>{" "}
            <UserText className="font-medium">{data.subject}</UserText>
          </p>
          <Tabs
            label={t("views")}
            tabs={[
              {
                value: "html",
                label: t("html"),
                content: <MailFrame html={data.html} width={WIDTHS[device]} title={t("frame")} />,
              },
              {
                value: "text",
                label: t("text"),
                content: (
                  <section
                    aria-label={t("text")}
                    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must take the keyboard.
                    tabIndex={0}
                    className="max-h-[36rem] overflow-auto rounded-md border bg-sunken p-4"
                  >
                    <pre
                      translate="no"
                      className="whitespace-pre-wrap break-words font-mono text-xs"
                    >
                      {data.text}
                    </pre>
                  </section>
                ),
              },
            ]}
          />
          <p className="mt-2 text-ink-muted text-xs">
            {t("size", { kilobytes: Math.max(1, Math.round(data.bytes / 1024)) })}
            {data.bytes > CLIPPING_BYTES ? ` ${t("clipping")}` : ""}
          </p>
        </>
      ) : preview.isPending ? (
        <Skeleton className="mt-3 h-96 w-full" />
      ) : null}
    </section>
  );
}
