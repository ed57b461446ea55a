"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Banner } from "@/app/_ui/banner";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "@/app/_ui/table";
import { Tabs } from "@/app/_ui/tabs";
import { UserText } from "@/app/_ui/user-text";

interface MailViewsProps {
  mail: {
    id: string;
    hasHtml: boolean;
    text: string | null;
    source: string;
    isSourceCut: boolean;
    headers: readonly { id: string; name: string; value: string }[];
  };
}

/** Long plain text that scrolls in its own box and takes the keyboard to do so. */
function PlainText({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must take the keyboard.
      tabIndex={0}
      translate="no"
      className="max-h-[70vh] min-h-40 overflow-auto whitespace-pre-wrap break-words rounded-md border bg-surface p-4 font-mono text-xs"
    >
      {children}
    </section>
  );
}

function HtmlView({ id }: { id: string }) {
  const t = useTranslations("mailbox.mail");
  return (
    <>
      <iframe
        sandbox=""
        src={`/mailbox/${id}/html`}
        title={t("frame")}
        // Mail is written for white paper, whatever the theme around it.
        className="h-[70vh] min-h-80 w-full rounded-md border bg-white"
        style={{ colorScheme: "light" }}
      />
      <p className="mt-2 text-ink-muted text-xs">{t("frameHint")}</p>
    </>
  );
}

function HeadersView({ headers }: Pick<MailViewsProps["mail"], "headers">) {
  const t = useTranslations("mailbox.mail");
  return (
    <Table label={t("headers")}>
      <TableHead>
        <HeadCell>{t("headerName")}</HeadCell>
        <HeadCell>{t("headerValue")}</HeadCell>
      </TableHead>
      <TableBody>
        {headers.map((header) => (
          <TableRow key={header.id}>
            <Cell className="whitespace-nowrap align-top text-ink-muted">
              <UserText>{header.name}</UserText>
            </Cell>
            <Cell className="min-w-64 break-all align-top">
              <UserText isMono>{header.value}</UserText>
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** The four ways to look at a mail; all of them show what the sink stored. */
export function MailViews({ mail }: MailViewsProps) {
  const t = useTranslations("mailbox.mail");
  const nothing = (text: string) => <p className="text-ink-muted">{text}</p>;
  return (
    <Tabs
      label={t("views")}
      defaultValue={mail.hasHtml ? "html" : "text"}
      tabs={[
        {
          value: "html",
          label: t("html"),
          content: mail.hasHtml ? <HtmlView id={mail.id} /> : nothing(t("noHtml")),
        },
        {
          value: "text",
          label: t("text"),
          content: mail.text ? (
            <PlainText label={t("textLabel")}>{mail.text}</PlainText>
          ) : (
            nothing(t("noText"))
          ),
        },
        {
          value: "source",
          label: t("source"),
          content: (
            <>
              {mail.isSourceCut ? <Banner className="mb-3" title={t("sourceCut")} /> : null}
              <PlainText label={t("sourceLabel")}>{mail.source}</PlainText>
            </>
          ),
        },
        { value: "headers", label: t("headers"), content: <HeadersView headers={mail.headers} /> },
      ]}
    />
  );
}
