import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, getViewer } from "@/app/_trpc/server";
import { listInputOf, loadListState } from "../_components/list-params";
import { ProductList } from "../_components/product-list";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("catalog");
  return { title: t("title") };
}

type Query = Promise<Record<string, string | string[] | undefined>>;

export default async function CatalogPage({ searchParams }: { searchParams: Query }) {
  const [viewer, caller, state] = await Promise.all([
    getViewer(),
    api(),
    loadListState(searchParams),
  ]);
  const input = listInputOf(state);
  // A refused address (old cursor, unknown sort) is shown by the list itself, with its way out.
  const page = await caller.catalog.list(input).catch(() => null);
  return (
    <ProductList
      first={page ? { input, page } : null}
      mayImport={viewer.permissions.includes("contacts.import")}
    />
  );
}
