import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { getViewer } from "@/app/_trpc/server";
import { SegmentList } from "../_components/segment-list";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("segments");
  return { title: t("title") };
}

type Query = Promise<Record<string, string | string[] | undefined>>;

export default async function SegmentsPage({ searchParams }: { searchParams: Query }) {
  const [viewer, query] = await Promise.all([getViewer(), searchParams]);
  return (
    <SegmentList
      mayWrite={viewer.permissions.includes("segments.write")}
      isNewOpen={query.new !== undefined}
    />
  );
}
