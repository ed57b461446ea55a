import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, getViewer, orNotFound } from "@/app/_trpc/server";
import { ContactList } from "../_components/contact-list";
import { listInputOf, loadListState } from "../_components/list-params";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("contacts");
  return { title: t("title") };
}

type Query = Promise<Record<string, string | string[] | undefined>>;

export default async function ContactsPage({ searchParams }: { searchParams: Query }) {
  const [viewer, caller, state] = await Promise.all([
    getViewer(),
    api(),
    loadListState(searchParams),
  ]);
  const input = listInputOf(state);
  // A refused address (old cursor, unknown sort) is shown by the list itself, with its way out.
  const [first, topics] = await Promise.all([
    caller.contacts.list(input).catch(() => null),
    orNotFound(caller.profiles.topics()),
  ]);
  return (
    <ContactList
      first={first ? { input, page: first } : null}
      topics={topics.map((topic) => ({
        id: topic.id,
        name: topic.name,
        brandName: topic.brandName,
      }))}
      mayWrite={viewer.permissions.includes("contacts.write")}
      mayImport={viewer.permissions.includes("contacts.import")}
    />
  );
}
