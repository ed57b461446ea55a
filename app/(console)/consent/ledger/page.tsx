import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, getViewer, orNotFound } from "@/app/_trpc/server";
import { loadLedgerParams } from "../_components/ledger-params";
import { LedgerView } from "../_components/ledger-view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("consent.ledger");
  return { title: t("title") };
}

type Query = Promise<Record<string, string | string[] | undefined>>;

export default async function LedgerPage({ searchParams }: { searchParams: Query }) {
  const [viewer, caller, filter] = await Promise.all([
    getViewer(),
    api(),
    loadLedgerParams(searchParams),
  ]);
  const page = await orNotFound(caller.consent.ledger({ ...filter, cursor: null }));
  return (
    <LedgerView
      first={{ ...filter, page }}
      mayRecord={viewer.permissions.includes("contacts.write")}
      mayImport={viewer.permissions.includes("contacts.import")}
    />
  );
}
