"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Download, ImageOff, Monitor, Moon, Smartphone } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC, useTRPCClient } from "@/app/_trpc/client";
import { Banner } from "@/app/_ui/banner";
import { useCallErrorText } from "@/app/_ui/error-text";
import { IconButton } from "@/app/_ui/icon-button";
import { Skeleton } from "@/app/_ui/skeleton";
import { Tabs } from "@/app/_ui/tabs";
import { toast } from "@/app/_ui/toast";
import { UserText } from "@/app/_ui/user-text";
import { MailFrame } from "./mail-frame";
import { htmlFor } from "./mail-view";
import { PersonChoice, type PreviewPerson } from "./person-choice";
import { SizeMeter } from "./size-meter";

interface PreviewProps {
  campaignId: string;
  variantId: string;
  topicId: string;
  revision: number;
  /** An earlier version instead of the letter as it stands. */
  snapshotId?: string;
}

const WIDTHS = { desktop: 640, phone: 375 } as const;

/** The letter as one person gets it: the very HTML of their mail. */
export function Preview(props: PreviewProps) {
  const { campaignId, variantId, topicId, revision, snapshotId } = props;
  const t = useTranslations("campaigns.editor.preview");
  const trpc = useTRPC();
  const errorText = useCallErrorText();
  const [person, setPerson] = useState<PreviewPerson | null>(null);
  const [device, setDevice] = useState<keyof typeof WIDTHS>("desktop");
  const [isDark, setDark] = useState(false);
  const [hasImages, setImages] = useState(true);
  const contactId = person?.id ?? null;
  const asked = { id: campaignId, variantId, revision, topicId, contactId, snapshotId };
  const preview = useQuery({
    ...trpc.campaigns.preview.queryOptions(asked),
    // Never one version's mail under another's name.
    placeholderData: snapshotId ? undefined : keepPreviousData,
  });
  const { data } = preview;

  return (
    <section aria-label={t("title")} className="min-w-0">
      <fieldset className="mb-3 flex flex-wrap gap-1">
        <legend className="sr-only">{t("looks")}</legend>
        <Look
          icon={Monitor}
          label={t("desktop")}
          isOn={device === "desktop"}
          onClick={() => setDevice("desktop")}
        />
        <Look
          icon={Smartphone}
          label={t("phone")}
          isOn={device === "phone"}
          onClick={() => setDevice("phone")}
        />
        <Look icon={Moon} label={t("dark")} isOn={isDark} onClick={() => setDark(!isDark)} />
        <Look
          icon={ImageOff}
          label={t("noImages")}
          isOn={!hasImages}
          onClick={() => setImages(!hasImages)}
        />
        <DownloadMail asked={asked} />
      </fieldset>
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
                content: (
                  <MailFrame
                    html={htmlFor(data.html, { isDark, hasImages })}
                    width={WIDTHS[device]}
                    title={t("frame")}
                  />
                ),
              },
              { value: "text", label: t("text"), content: <PlainText text={data.text} /> },
            ]}
          />
          {isDark ? <p className="mt-2 text-ink-muted text-xs">{t("darkHint")}</p> : null}
          <SizeMeter bytes={data.bytes} />
        </>
      ) : preview.isPending ? (
        <Skeleton className="mt-3 h-96 w-full" />
      ) : null}
    </section>
  );
}

interface LookProps {
  icon: typeof Monitor;
  label: string;
  isOn: boolean;
  onClick: () => void;
}

function Look({ icon, label, isOn, onClick }: LookProps) {
  return (
    <IconButton
      icon={icon}
      label={label}
      size="small"
      aria-pressed={isOn}
      variant={isOn ? "secondary" : "ghost"}
      onClick={onClick}
    />
  );
}

function PlainText({ text }: { text: string }) {
  const t = useTranslations("campaigns.editor.preview");
  return (
    <section
      aria-label={t("text")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must take the keyboard.
      tabIndex={0}
      className="max-h-[36rem] overflow-auto rounded-md border bg-sunken p-4"
    >
      <pre translate="no" className="whitespace-pre-wrap break-words font-mono text-xs">
        {text}
      </pre>
    </section>
  );
}

interface Asked {
  id: string;
  revision: number;
  topicId: string;
  contactId: string | null;
  snapshotId: string | undefined;
}

/** The mail as a file that mail programs open. */
function DownloadMail({ asked }: { asked: Asked }) {
  const t = useTranslations("campaigns.editor.preview");
  const client = useTRPCClient();
  const errorText = useCallErrorText();
  async function download() {
    try {
      const { eml } = await client.campaigns.file.query(asked);
      const url = URL.createObjectURL(new Blob([eml], { type: "message/rfc822" }));
      const link = document.createElement("a");
      link.href = url;
      link.download = `${asked.id}.eml`;
      link.click();
      URL.revokeObjectURL(url);
    } catch (error) {
      toast.error(errorText(error));
    }
  }
  return <IconButton icon={Download} label={t("download")} size="small" onClick={download} />;
}
