import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { getViewer } from "@/app/_trpc/server";
import { PageHeader } from "@/app/_ui/page-header";
import { NewBrandForm } from "../_components/new-brand-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings.brand");
  return { title: t("new") };
}

export default async function NewBrandPage() {
  const [viewer, t] = await Promise.all([getViewer(), getTranslations("settings.brand")]);
  if (!viewer.permissions.includes("workspace.configure")) notFound();
  return (
    <>
      <PageHeader
        title={t("new")}
        description={t("newDescription")}
        breadcrumb={[{ label: t("back"), href: "/settings/brands" }]}
      />
      <NewBrandForm />
    </>
  );
}
