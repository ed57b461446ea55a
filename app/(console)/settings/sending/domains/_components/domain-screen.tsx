"use client";

import { AtSign, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { UserText } from "@/app/_ui/user-text";
import { SendingHeader } from "../../_components/sending-header";
import type { DomainList } from "../../_components/types";
import { AddDomainDialog } from "./add-domain-dialog";
import { DomainTable } from "./domain-table";

/** The domains of the workspace; the first thing on an empty page is the domain a brand already uses. */
export function DomainScreen({ list }: { list: DomainList }) {
  const t = useTranslations("senders.domains");
  const [asked, setAsked] = useState<string | null>(null);
  const { domains, without } = list;
  const [needed] = without;
  const add = (
    <Button variant="primary" onClick={() => setAsked(needed?.domain ?? "")}>
      <Plus aria-hidden />
      {t("add")}
    </Button>
  );
  return (
    <>
      <SendingHeader part="domains" actions={domains.length > 0 ? add : null} />
      {domains.length === 0 ? (
        <EmptyState
          icon={AtSign}
          title={t("emptyTitle")}
          description={t("emptyText")}
          action={add}
          sample={<Sample domain={needed?.domain ?? "news.shop.example"} />}
        />
      ) : (
        <>
          {needed ? (
            <Banner
              tone="warn"
              className="mb-6"
              title={t("withoutTitle", { count: without.length })}
              action={
                <Button size="small" onClick={() => setAsked(needed.domain)}>
                  {t("addThis")}
                </Button>
              }
            >
              {without.map((brand) => (
                <UserText key={brand.id} className="block break-words">
                  {`${brand.name}: ${brand.senderEmail}`}
                </UserText>
              ))}
            </Banner>
          ) : null}
          <DomainTable domains={domains} />
        </>
      )}
      <AddDomainDialog domain={asked} onClose={() => setAsked(null)} />
    </>
  );
}

/** One of the records that will be shown. */
function Sample({ domain }: { domain: string }) {
  const t = useTranslations("senders.domains");
  return (
    <figure className="rounded-md border bg-surface">
      <figcaption className="border-b px-3 py-2 text-ink-muted text-xs">{t("sample")}</figcaption>
      <pre
        translate="no"
        className="whitespace-pre-wrap break-all px-3 py-2 font-mono text-xs leading-5"
      >
        {`kairos-3f9a1c._domainkey.${domain}\nTXT  v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEF…`}
      </pre>
    </figure>
  );
}
