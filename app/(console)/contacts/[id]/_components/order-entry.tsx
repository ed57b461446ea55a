"use client";

import { ShoppingBag } from "lucide-react";
import { useTranslations } from "next-intl";
import { MoneyText } from "@/app/_ui/number";
import { TextLink } from "@/app/_ui/text-link";
import { UserText } from "@/app/_ui/user-text";
import { minorOf } from "../../_components/person-name";
import { type Of, Row } from "./timeline-row";

/** An order with its articles. */
export function OrderEntry({ item }: { item: Of<"order"> }) {
  const t = useTranslations("contacts.timeline.order");
  const minor = minorOf(Math.round(Number(item.total) * 100), item.currency);
  return (
    <Row
      icon={ShoppingBag}
      at={item.at}
      aside={<MoneyText minor={minor} currency={item.currency} className="font-medium" />}
      title={
        <>
          {item.externalId
            ? t.rich("numbered", { number: () => <UserText isMono>{item.externalId}</UserText> })
            : t("plain")}
          {item.itemCount ? (
            <span className="text-ink-muted"> · {t("items", { count: item.itemCount })}</span>
          ) : null}
        </>
      }
    >
      <Articles of={item.articles} />
    </Row>
  );
}

/** Articles of an order that are named one by one; the rest is counted. */
const ARTICLES_SHOWN = 5;

function Articles({ of }: { of: Of<"order">["articles"] }) {
  const t = useTranslations("contacts.timeline.order");
  if (of.length === 0) return null;
  const more = of.length - ARTICLES_SHOWN;
  return (
    <ul className="mt-0.5 flex flex-col text-ink-muted">
      {of.slice(0, ARTICLES_SHOWN).map((article, index) => {
        const name = <UserText>{article.name || article.sku}</UserText>;
        return (
          // An order may name the same article twice; its lines never change.
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other key than their place.
          <li key={index} className="break-words">
            {t.rich("article", {
              count: article.quantity,
              name: () =>
                article.productId ? (
                  <TextLink href={`/catalog/${article.productId}`}>{name}</TextLink>
                ) : (
                  name
                ),
            })}
          </li>
        );
      })}
      {more > 0 ? <li>{t("moreArticles", { count: more })}</li> : null}
    </ul>
  );
}
