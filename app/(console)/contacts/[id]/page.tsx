import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, getViewer, orNotFound } from "@/app/_trpc/server";
import { PersonScreen } from "./_components/person-screen";

export async function generateMetadata(): Promise<Metadata> {
  // Not the person's name: titles stand in browser histories of shared machines.
  const t = await getTranslations("contacts");
  return { title: t("person") };
}

export default async function PersonPage({ params }: { params: Promise<{ id: string }> }) {
  const [{ id }, viewer, caller] = await Promise.all([params, getViewer(), api()]);
  const person = await orNotFound(caller.contacts.get({ id }));
  const [topics, timeline] = await Promise.all([
    caller.profiles.consent({ contactId: id }),
    caller.profiles.timeline({ contactId: id }),
  ]);
  return (
    <PersonScreen
      person={person}
      topics={topics}
      timeline={timeline}
      mayWrite={viewer.permissions.includes("contacts.write")}
    />
  );
}
