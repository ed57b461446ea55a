import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { MoneyText, NumberText } from "@/app/_ui/number";
import { Section } from "@/app/_ui/section";
import { DateTime } from "@/app/_ui/time";
import type { Since } from "@/server/home";
import { minorOf } from "../contacts/_components/person-name";

/** What happened since this person last left home. */
export function SinceVisit({ since }: { since: Since }) {
  const t = useTranslations("home.since");
  const orders = since.orders.reduce((sum, money) => sum + money.orders, 0);
  return (
    <Section
      title={t("title")}
      description={t.rich("from", { date: () => <DateTime at={since.from} /> })}
    >
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3 lg:grid-cols-5">
        <Fact name={t("started")}>
          <NumberText value={since.started} />
        </Fact>
        <Fact name={t("finished")}>
          <NumberText value={since.finished} />
        </Fact>
        <Fact name={t("orders")}>
          <NumberText value={orders} />
        </Fact>
        <Fact name={t("revenue")}>
          {since.orders.length === 0 ? <NumberText value={0} /> : null}
          {since.orders.map(({ currency, hundredths }) => (
            <MoneyText
              key={currency}
              minor={minorOf(hundredths, currency)}
              currency={currency}
              className="block"
            />
          ))}
        </Fact>
        <Fact name={t("unsubscribes")}>
          <NumberText value={since.unsubscribes} />
        </Fact>
      </dl>
    </Section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col">
      <dt className="text-ink-muted text-xs">{name}</dt>
      <dd className="tabular font-semibold text-xl">{children}</dd>
    </div>
  );
}
