"use client";

import { useQuery } from "@tanstack/react-query";
import { Pencil, Plus, Tags } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { IconButton } from "@/app/_ui/icon-button";
import { NumberText } from "@/app/_ui/number";
import { PageHeader } from "@/app/_ui/page-header";
import { Skeleton } from "@/app/_ui/skeleton";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "@/app/_ui/table";
import { UserText } from "@/app/_ui/user-text";
import type { AttributeDefinition } from "@/server/contacts";
import { CreateAttribute, RenameAttribute } from "./attribute-dialogs";

interface AttributeScreenProps {
  first: AttributeDefinition[];
  mayWrite: boolean;
}

/** The workspace's own fields on people. */
export function AttributeScreen({ first, mayWrite }: AttributeScreenProps) {
  const t = useTranslations("contacts.attributes");
  const contacts = useTranslations("contacts");
  const trpc = useTRPC();
  const list = useQuery(trpc.contacts.attributes.queryOptions(undefined, { initialData: first }));
  // Counts read everybody, so the list does not wait for them.
  const use = useQuery(trpc.contacts.attributeUse.queryOptions(undefined, { staleTime: 60_000 }));
  const [isCreating, setIsCreating] = useState(false);
  const [renaming, setRenaming] = useState<AttributeDefinition | null>(null);
  const create = mayWrite ? (
    <Button variant="primary" onClick={() => setIsCreating(true)}>
      <Plus aria-hidden />
      {t("create")}
    </Button>
  ) : null;
  const isEmpty = list.data.length === 0;

  function usage(key: string) {
    if (use.isError) return <span className="text-ink-faint">–</span>;
    if (!use.data) return <Skeleton className="ml-auto w-12" />;
    return <NumberText value={use.data[key] ?? 0} />;
  }

  return (
    <>
      <PageHeader
        breadcrumb={[{ label: contacts("title"), href: "/contacts" }]}
        title={t("title")}
        description={t("text")}
        actions={isEmpty ? null : create}
      />
      {isEmpty ? (
        <EmptyState
          icon={Tags}
          title={t("emptyTitle")}
          description={t("emptyText")}
          action={create}
        />
      ) : (
        <Table label={t("title")}>
          <TableHead>
            <HeadCell>{t("label")}</HeadCell>
            <HeadCell>{t("key")}</HeadCell>
            <HeadCell>{t("type")}</HeadCell>
            <HeadCell isNumeric>{t("used")}</HeadCell>
            {mayWrite ? (
              <HeadCell className="w-12">
                <span className="sr-only">{t("actions")}</span>
              </HeadCell>
            ) : null}
          </TableHead>
          <TableBody>
            {list.data.map((attribute) => (
              <TableRow key={attribute.key}>
                <Cell className="font-medium">
                  <UserText>{attribute.label}</UserText>
                </Cell>
                <Cell>
                  <UserText isMono>{attribute.key}</UserText>
                </Cell>
                <Cell>{t(`types.${attribute.type}`)}</Cell>
                <Cell isNumeric>{usage(attribute.key)}</Cell>
                {mayWrite ? (
                  <Cell className="text-right">
                    <IconButton
                      icon={Pencil}
                      size="small"
                      label={t("renameOne", { label: attribute.label })}
                      onClick={() => setRenaming(attribute)}
                    />
                  </Cell>
                ) : null}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      <CreateAttribute open={isCreating} onOpenChange={setIsCreating} />
      <RenameAttribute attribute={renaming} onClose={() => setRenaming(null)} />
    </>
  );
}
