import { Download } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, orNotFound } from "@/app/_trpc/server";
import { buttonStyle } from "@/app/_ui/button-style";
import { DescriptionList } from "@/app/_ui/description-list";
import { PageHeader } from "@/app/_ui/page-header";
import { Badge } from "@/app/_ui/status";
import { DateTime } from "@/app/_ui/time";
import { UserText } from "@/app/_ui/user-text";
import { SizeText } from "../_components/size-text";
import { MailLinks } from "./_components/mail-links";
import { MailViews } from "./_components/mail-views";

type Params = Promise<{ id: string }>;

async function load(params: Params) {
  const { id } = await params;
  return orNotFound((await api()).mailbox.get({ id }));
}

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const [mail, t] = await Promise.all([load(params), getTranslations("mailbox")]);
  return { title: mail.subject || t("noSubject") };
}

export default async function MailPage({ params }: { params: Params }) {
  const [mail, t] = await Promise.all([load(params), getTranslations("mailbox")]);
  return (
    <>
      <PageHeader
        breadcrumb={[{ label: t("title"), href: "/mailbox" }]}
        title={mail.subject ? <UserText>{mail.subject}</UserText> : t("noSubject")}
        meta={mail.isSystem ? <Badge>{t("system")}</Badge> : null}
        actions={
          // A plain link: the router must not try to render a download.
          <a href={`/mailbox/${mail.id}/download`} download className={buttonStyle()}>
            <Download aria-hidden />
            {t("mail.download")}
          </a>
        }
      />
      <DescriptionList
        className="mb-6"
        items={[
          {
            id: "from",
            label: t("mail.envelopeFrom"),
            value: <UserText>{mail.from || "<>"}</UserText>,
          },
          {
            id: "to",
            label: t("mail.envelopeTo"),
            value: <UserText>{mail.to.join(", ")}</UserText>,
          },
          { id: "at", label: t("mail.received"), value: <DateTime at={mail.at} /> },
          { id: "size", label: t("mail.size"), value: <SizeText bytes={mail.size} /> },
        ]}
      />
      <div className="grid gap-x-8 gap-y-8 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <MailViews mail={mail} />
        <MailLinks links={mail.links} oneClickUrl={mail.oneClickUrl} />
      </div>
    </>
  );
}
