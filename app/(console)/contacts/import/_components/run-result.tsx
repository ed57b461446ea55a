import { useTranslations } from "next-intl";
import { DescriptionList } from "@/app/_ui/description-list";
import { NumberText } from "@/app/_ui/number";
import { Section } from "@/app/_ui/section";
import { DateTime } from "@/app/_ui/time";
import type { ImportView } from "@/server/imports";

const PEOPLE = [
  "peopleCreated",
  "peopleUpdated",
  "peopleUnchanged",
  "consentsRecorded",
  "rowsFailed",
  "cellsDropped",
] as const;
const ORDERS = ["ordersCreated", "ordersKnown", "peopleCreated", "rowsFailed"] as const;
const PRODUCTS = [
  "productsCreated",
  "productsUpdated",
  "productsUnchanged",
  "rowsFailed",
  "cellsDropped",
] as const;
const COUNTS = { people: PEOPLE, orders: ORDERS, products: PRODUCTS };

/** What an import did, in numbers. */
export function RunResult({ found }: { found: ImportView }) {
  const t = useTranslations("imports.result");
  const counts = COUNTS[found.kind];
  const { startedAt, finishedAt } = found;
  const seconds =
    startedAt && finishedAt ? Math.max(1, (finishedAt.getTime() - startedAt.getTime()) / 1000) : 0;
  const times = [
    ...(startedAt
      ? [{ id: "started", label: t("started"), value: <DateTime at={startedAt} /> }]
      : []),
    ...(finishedAt
      ? [
          {
            id: "duration",
            label: t("duration"),
            value:
              seconds < 120
                ? t("seconds", { count: Math.round(seconds) })
                : t("minutes", { count: Math.round(seconds / 60) }),
          },
        ]
      : []),
  ];
  return (
    <Section title={t("title")}>
      <DescriptionList
        className="max-w-lg"
        items={[
          ...counts.map((id) => ({
            id,
            label: t(id),
            value: <NumberText value={found[id]} />,
          })),
          ...times,
        ]}
      />
    </Section>
  );
}
