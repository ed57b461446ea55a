import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, getViewer, orNotFound } from "@/app/_trpc/server";
import { ProductScreen } from "../_components/product-screen";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("catalog");
  return { title: t("product") };
}

export default async function ProductPage({ params }: { params: Promise<{ id: string }> }) {
  const [{ id }, viewer, caller] = await Promise.all([params, getViewer(), api()]);
  const product = await orNotFound(caller.catalog.get({ id }));
  return (
    <ProductScreen product={product} mayWrite={viewer.permissions.includes("catalog.write")} />
  );
}
