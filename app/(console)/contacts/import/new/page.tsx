import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { getViewer } from "@/app/_trpc/server";
import { PageHeader } from "@/app/_ui/page-header";
import { DRAFT_DAYS } from "@/server/imports/schemas";
import { UploadForm } from "../_components/upload-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("imports");
  return { title: t("upload.title") };
}

export default async function NewImportPage() {
  const [viewer, t] = await Promise.all([getViewer(), getTranslations("imports")]);
  if (!viewer.permissions.includes("contacts.import")) notFound();
  return (
    <>
      <PageHeader
        title={t("upload.title")}
        description={t("upload.description", { days: DRAFT_DAYS })}
        breadcrumb={[
          { label: t("contacts"), href: "/contacts" },
          { label: t("title"), href: "/contacts/imports" },
        ]}
      />
      <UploadForm workspaceId={viewer.workspace?.id ?? ""} />
    </>
  );
}
