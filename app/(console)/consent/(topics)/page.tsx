import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, getViewer, orNotFound } from "@/app/_trpc/server";
import { TopicsView } from "../_components/topics-view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("consent");
  return { title: t("title") };
}

export default async function ConsentPage() {
  const [viewer, caller] = await Promise.all([getViewer(), api()]);
  const topics = await orNotFound(caller.consent.topics());
  return (
    <TopicsView
      topics={topics}
      brands={viewer.brands.map(({ id, name }) => ({ id, name }))}
      brandId={viewer.brand?.id ?? ""}
      mayConfigure={viewer.permissions.includes("consent.configure") && viewer.brand !== null}
      mayRecord={viewer.permissions.includes("contacts.write")}
    />
  );
}
