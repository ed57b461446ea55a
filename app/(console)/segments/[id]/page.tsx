import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, getViewer, orNotFound } from "@/app/_trpc/server";
import { SegmentEditor } from "./_components/segment-editor";

type Params = Promise<{ id: string }>;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("segments");
  return { title: t("one") };
}

export default async function SegmentPage({ params }: { params: Params }) {
  const { id } = await params;
  const [viewer, caller] = await Promise.all([getViewer(), api()]);
  const [segment, choices] = await Promise.all([
    orNotFound(caller.segments.get({ id })),
    orNotFound(caller.segments.choices()),
  ]);
  return (
    <SegmentEditor
      key={segment.id}
      segment={segment}
      choices={choices}
      mayWrite={viewer.permissions.includes("segments.write") && !segment.isArchived}
    />
  );
}
