import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, orNotFound } from "@/app/_trpc/server";
import { PageHeader } from "@/app/_ui/page-header";
import { AuditTable } from "./_components/audit-table";
import { CheckChain } from "./_components/check-chain";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("audit.audit");
  return { title: t("title") };
}

interface Props {
  searchParams: Promise<{ before?: string }>;
}

export default async function AuditPage({ searchParams }: Props) {
  const [{ before }, caller, t] = await Promise.all([
    searchParams,
    api(),
    getTranslations("audit.audit"),
  ]);
  const seq = Number(before);
  const cursor = Number.isInteger(seq) && seq > 0 ? seq : undefined;
  const page = await orNotFound(caller.audit.list({ before: cursor }));
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} actions={<CheckChain />} />
      <AuditTable entries={page.rows} hasMore={page.hasMore} isFirst={cursor === undefined} />
    </>
  );
}
