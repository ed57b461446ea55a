import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { api, getViewer, orNotFound } from "@/app/_trpc/server";
import { PageHeader } from "@/app/_ui/page-header";
import { Status } from "@/app/_ui/status";
import { UserText } from "@/app/_ui/user-text";
import { ReadOnlyNote } from "../../_components/read-only-note";
import { ArchiveButton } from "../_components/archive-button";
import { BrandForm } from "../_components/brand-form";
import { BrandLogo } from "../_components/brand-logo";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings.brand");
  return { title: t("title") };
}

export default async function BrandPage({ params }: { params: Promise<{ brandId: string }> }) {
  const [{ brandId }, viewer, caller, t] = await Promise.all([
    params,
    getViewer(),
    api(),
    getTranslations("settings.brand"),
  ]);
  const brand = (await orNotFound(caller.brands.list())).find(({ id }) => id === brandId);
  if (!brand) notFound();
  const { id, name, colour, senderName, senderEmail, replyTo, logoUrl, archivedAt } = brand;
  const canEdit = viewer.permissions.includes("workspace.configure");
  return (
    <>
      <PageHeader
        title={<UserText>{name}</UserText>}
        breadcrumb={[{ label: t("back"), href: "/settings/brands" }]}
        meta={archivedAt ? <Status tone="neutral">{t("archived")}</Status> : null}
        actions={canEdit ? <ArchiveButton id={id} isArchived={archivedAt !== null} /> : null}
      />
      {canEdit ? null : <ReadOnlyNote />}
      <div className="flex max-w-2xl flex-col gap-8">
        <BrandForm
          id={id}
          brand={{ name, colour, senderName, senderEmail, replyTo: replyTo ?? "" }}
          canEdit={canEdit}
        />
        <BrandLogo id={id} url={logoUrl} canEdit={canEdit} />
      </div>
    </>
  );
}
