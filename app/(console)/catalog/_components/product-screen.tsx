"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Archive, ArchiveRestore, Pencil } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { CopyButton } from "@/app/_ui/copy-button";
import { DescriptionList } from "@/app/_ui/description-list";
import { useCallErrorText } from "@/app/_ui/error-text";
import { NumberText } from "@/app/_ui/number";
import { PageHeader } from "@/app/_ui/page-header";
import { Section } from "@/app/_ui/section";
import { DateTime } from "@/app/_ui/time";
import { toast } from "@/app/_ui/toast";
import { UserText } from "@/app/_ui/user-text";
import type { ProductPage } from "@/server/catalog";
import { EditProduct } from "./edit-product";
import { Amount, InLetters, Nothing, Stock } from "./product-facts";

/** Puts a product away or brings it back; putting away can be taken back at once. */
function useArchive(id: string) {
  const t = useTranslations("catalog");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const errorText = useCallErrorText();
  const onError = (error: unknown) => toast.error(errorText(error));
  const refresh = () => {
    router.refresh();
    return client.invalidateQueries(trpc.catalog.pathFilter());
  };
  const restore = useMutation(
    trpc.catalog.restore.mutationOptions({
      onError,
      onSuccess: () => {
        toast.success(t("restored"));
        return refresh();
      },
    }),
  );
  const archive = useMutation(
    trpc.catalog.archive.mutationOptions({
      onError,
      onSuccess: () => {
        const onSelect = () => restore.mutate({ id });
        toast.success(t("archived"), { action: { label: common("undo"), onSelect } });
        return refresh();
      },
    }),
  );
  return { archive, restore };
}

/** One product: what letters show of it, and who bought it. */
export function ProductScreen({ product, mayWrite }: { product: ProductPage; mayWrite: boolean }) {
  const t = useTranslations("catalog");
  const common = useTranslations("common");
  const [isEditing, setIsEditing] = useState(false);
  const { id } = product;
  const { archive, restore } = useArchive(id);
  const isArchived = product.archivedAt !== null;
  return (
    <>
      <PageHeader
        breadcrumb={[{ label: t("title"), href: "/catalog" }]}
        title={<UserText>{product.name || product.sku}</UserText>}
        description={
          <span className="flex items-center gap-1">
            <UserText isMono>{product.sku}</UserText>
            <CopyButton text={product.sku} />
          </span>
        }
        actions={
          mayWrite ? (
            <>
              {isArchived ? (
                <Button isLoading={restore.isPending} onClick={() => restore.mutate({ id })}>
                  <ArchiveRestore aria-hidden />
                  {t("restore")}
                </Button>
              ) : (
                <Button isLoading={archive.isPending} onClick={() => archive.mutate({ id })}>
                  <Archive aria-hidden />
                  {t("archive")}
                </Button>
              )}
              <Button variant="primary" onClick={() => setIsEditing(true)}>
                <Pencil aria-hidden />
                {common("edit")}
              </Button>
            </>
          ) : null
        }
      />
      <Letters product={product} />
      <div className="grid items-start gap-x-10 gap-y-2 lg:grid-cols-[minmax(0,1fr)_21rem]">
        <Section title={t("details")}>
          <Details product={product} />
        </Section>
        <Section title={t("sales.title")} description={t("sales.text")}>
          <Sales product={product} />
        </Section>
      </div>
      <EditProduct product={product} open={isEditing} onOpenChange={setIsEditing} />
    </>
  );
}

/** What keeps the product out of letters or what they lack of it, said once above everything. */
function Letters({ product: { hiddenBy, url } }: { product: ProductPage }) {
  const t = useTranslations("catalog.letters");
  const reasons = hiddenBy.filter((reason) => reason !== "no_image");
  if (reasons.length > 0) {
    return (
      <Banner tone="warn" className="mb-6" title={t("hiddenTitle")}>
        {reasons.map((reason) => t(`reason.${reason}`)).join(" ")}
      </Banner>
    );
  }
  const lacking = [
    ...(hiddenBy.includes("no_image") ? [t("lacking.image")] : []),
    ...(url.startsWith("https://") ? [] : [t("lacking.page")]),
  ];
  if (lacking.length === 0) return null;
  return (
    <Banner tone="info" className="mb-6" title={t("lackingTitle")}>
      {lacking.join(" ")}
    </Banner>
  );
}

function Address({ href }: { href: string }) {
  if (href === "") return <Nothing />;
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer noopener"
      className="break-all rounded-sm text-accent underline underline-offset-2"
    >
      <UserText>{href}</UserText>
    </a>
  );
}

function Details({ product }: { product: ProductPage }) {
  const t = useTranslations("catalog");
  const text = (value: string) =>
    value ? <UserText className="whitespace-pre-line">{value}</UserText> : <Nothing />;
  const { hiddenBy, price, currency, stock } = product;
  const items = [
    {
      id: "letters",
      label: t("column.letters"),
      value: <InLetters hiddenBy={hiddenBy} />,
    },
    {
      id: "price",
      label: t("field.price"),
      value: <Amount amount={price} currency={currency} />,
    },
    { id: "stock", label: t("field.stock"), value: <Stock stock={stock} /> },
    { id: "category", label: t("field.category"), value: text(product.category) },
    { id: "description", label: t("field.description"), value: text(product.description) },
    { id: "url", label: t("field.url"), value: <Address href={product.url} /> },
    { id: "imageUrl", label: t("field.imageUrl"), value: <Address href={product.imageUrl} /> },
    { id: "created", label: t("created"), value: <DateTime at={product.createdAt} /> },
    { id: "changed", label: t("column.changed"), value: <DateTime at={product.updatedAt} /> },
  ];
  return <DescriptionList items={items} className="sm:grid-cols-[10rem_1fr]" />;
}

/** Who bought it: people, pieces and revenue, each currency for itself. */
function Sales({ product }: { product: ProductPage }) {
  const t = useTranslations("catalog.sales");
  const { buyers, sales } = product;
  if (buyers.people === 0) return <p className="text-ink-muted">{t("none")}</p>;
  const pieces = sales.reduce((sum, one) => sum + one.pieces, 0);
  const items = [
    { id: "people", label: t("people"), value: <NumberText value={buyers.people} /> },
    { id: "pieces", label: t("pieces"), value: <NumberText value={pieces} /> },
    ...sales.map(({ currency, revenue }) => ({
      id: `revenue ${currency}`,
      label: sales.length > 1 ? t("revenueIn", { currency }) : t("revenue"),
      value: <Amount amount={revenue} currency={currency} />,
    })),
    ...(buyers.lastAt
      ? [
          {
            id: "last",
            label: t("last"),
            value: <DateTime at={buyers.lastAt} withTime={false} />,
          },
        ]
      : []),
  ];
  return <DescriptionList items={items} className="sm:grid-cols-[10rem_1fr]" />;
}
