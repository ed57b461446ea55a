import { Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { api, getViewer, orNotFound } from "@/app/_trpc/server";
import { Initials } from "@/app/_ui/initials";
import { LinkButton } from "@/app/_ui/link-button";
import { PageHeader } from "@/app/_ui/page-header";
import { Status } from "@/app/_ui/status";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "@/app/_ui/table";
import { UserText } from "@/app/_ui/user-text";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings.brand");
  return { title: t("title") };
}

export default async function BrandsPage() {
  const [viewer, caller, t] = await Promise.all([
    getViewer(),
    api(),
    getTranslations("settings.brand"),
  ]);
  const brands = await orNotFound(caller.brands.list());
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          viewer.permissions.includes("workspace.configure") ? (
            <LinkButton variant="primary" href="/settings/brands/new">
              <Plus aria-hidden />
              {t("new")}
            </LinkButton>
          ) : null
        }
      />
      <Table label={t("title")}>
        <TableHead>
          <HeadCell>{t("name")}</HeadCell>
          <HeadCell>{t("sender")}</HeadCell>
          <HeadCell>{t("status")}</HeadCell>
        </TableHead>
        <TableBody>
          {brands.map((brand) => (
            <TableRow key={brand.id}>
              <Cell>
                <Link
                  href={`/settings/brands/${brand.id}`}
                  className="flex items-center gap-2.5 rounded-sm font-medium hover:underline"
                >
                  <Initials name={brand.name} colour={brand.colour} shape="square" size="small" />
                  <UserText>{brand.name}</UserText>
                </Link>
              </Cell>
              <Cell>
                <UserText>{`${brand.senderName} <${brand.senderEmail}>`}</UserText>
              </Cell>
              <Cell>
                {brand.archivedAt ? (
                  <Status tone="neutral">{t("archived")}</Status>
                ) : (
                  <Status tone="ok">{t("active")}</Status>
                )}
              </Cell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </>
  );
}
