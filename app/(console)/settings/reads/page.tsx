import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, orNotFound } from "@/app/_trpc/server";
import { PageHeader } from "@/app/_ui/page-header";
import { readPageSchema } from "@/server/audit/schemas";
import { ReadTable } from "./_components/read-table";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("audit.reads");
  return { title: t("title") };
}

interface Props {
  searchParams: Promise<{ before?: string }>;
}

export default async function ReadsPage({ searchParams }: Props) {
  const [query, caller, t] = await Promise.all([
    searchParams,
    api(),
    getTranslations("audit.reads"),
  ]);
  const { before } = readPageSchema.safeParse({ before: query.before }).data ?? {};
  const page = await orNotFound(caller.audit.reads({ before }));
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <ReadTable reads={page.rows} hasMore={page.hasMore} isFirst={before === undefined} />
    </>
  );
}
