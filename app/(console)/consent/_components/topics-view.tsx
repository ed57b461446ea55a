"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Archive, ArchiveRestore, Ellipsis, Pencil, Plus, ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { useCallErrorText } from "@/app/_ui/error-text";
import { Menu, MenuItem } from "@/app/_ui/menu";
import { NumberText } from "@/app/_ui/number";
import { Badge, Status } from "@/app/_ui/status";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "@/app/_ui/table";
import { toast } from "@/app/_ui/toast";
import { UserText } from "@/app/_ui/user-text";
import { ConsentHeader } from "./consent-header";
import { RecordWithdrawal } from "./record-withdrawal";
import { type BrandChoice, type EditedTopic, TopicDialog } from "./topic-dialog";

export interface ListedTopic extends EditedTopic {
  brandName: string;
  isArchived: boolean;
  granted: number;
  withdrawn: number;
}

interface TopicsViewProps {
  topics: ListedTopic[];
  brands: readonly BrandChoice[];
  /** Brand that a new topic is offered for. */
  brandId: string;
  mayConfigure: boolean;
  mayRecord: boolean;
}

/** What people can allow, per brand and channel, and how many did. */
export function TopicsView(props: TopicsViewProps) {
  const { brands, brandId, mayConfigure } = props;
  const t = useTranslations("consent.topics");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { data: topics } = useQuery(
    trpc.consent.topics.queryOptions(undefined, { initialData: props.topics }),
  );
  /** undefined: closed; null: a new one. */
  const [edited, setEdited] = useState<EditedTopic | null | undefined>();
  const refresh = () => queries.invalidateQueries(trpc.consent.topics.pathFilter());
  // The purpose of tracking comes with the brand; what people receive is made here.
  const isEmpty = topics.every((topic) => topic.channel !== "email");
  return (
    <>
      <ConsentHeader
        part="topics"
        actions={
          <>
            {props.mayRecord ? <RecordWithdrawal /> : null}
            {mayConfigure && !isEmpty ? (
              <Button variant="primary" onClick={() => setEdited(null)}>
                <Plus aria-hidden />
                {t("add")}
              </Button>
            ) : null}
          </>
        }
      />
      {isEmpty ? <NoTopic brandId={brandId} mayConfigure={mayConfigure} onSaved={refresh} /> : null}
      {topics.length > 0 ? (
        <TopicTable
          topics={topics}
          mayConfigure={mayConfigure}
          onEdit={setEdited}
          onChanged={refresh}
        />
      ) : null}
      {edited === undefined ? null : (
        <TopicDialog
          topic={edited}
          brands={brands}
          brandId={brandId}
          onClose={() => setEdited(undefined)}
          onSaved={refresh}
        />
      )}
    </>
  );
}

function NoTopic(props: {
  brandId: string;
  mayConfigure: boolean;
  onSaved: () => Promise<unknown>;
}) {
  const t = useTranslations("consent.topics");
  const errorText = useCallErrorText();
  const trpc = useTRPC();
  const create = useMutation(
    trpc.consent.createTopic.mutationOptions({
      onSuccess: async () => {
        await props.onSaved();
        toast.success(t("created"));
      },
      onError: (error) => toast.error(errorText(error)),
    }),
  );
  const standard = {
    brandId: props.brandId,
    name: t("defaultName"),
    description: t("defaultDescription"),
    isPublic: true,
  };
  return (
    <EmptyState
      icon={ShieldCheck}
      title={t("emptyTitle")}
      description={t("emptyText")}
      action={
        props.mayConfigure ? (
          <Button
            variant="primary"
            isLoading={create.isPending}
            onClick={() => create.mutate(standard)}
          >
            <Plus aria-hidden />
            {t("emptyAction")}
          </Button>
        ) : null
      }
    />
  );
}

interface TopicTableProps {
  topics: ListedTopic[];
  mayConfigure: boolean;
  onEdit: (topic: EditedTopic) => void;
  onChanged: () => Promise<unknown>;
}

function TopicTable({ topics, mayConfigure, onEdit, onChanged }: TopicTableProps) {
  const t = useTranslations("consent.topics");
  return (
    <Table label={t("table")}>
      <TableHead>
        <HeadCell>{t("name")}</HeadCell>
        <HeadCell>{t("brand")}</HeadCell>
        <HeadCell>{t("channel")}</HeadCell>
        <HeadCell>{t("visibility")}</HeadCell>
        <HeadCell isNumeric>{t("granted")}</HeadCell>
        <HeadCell isNumeric>{t("withdrawn")}</HeadCell>
        {mayConfigure ? (
          <HeadCell>
            <span className="sr-only">{t("actionsColumn")}</span>
          </HeadCell>
        ) : null}
      </TableHead>
      <TableBody>
        {topics.map((topic) => (
          <TableRow key={topic.id}>
            <Cell className="min-w-52">
              <span className="flex flex-wrap items-center gap-x-2">
                <UserText className="font-medium">{topic.name}</UserText>
                {topic.isArchived ? <Status tone="neutral">{t("archived")}</Status> : null}
              </span>
              {topic.description ? (
                <UserText className="block max-w-md text-ink-muted text-xs">
                  {topic.description}
                </UserText>
              ) : null}
            </Cell>
            <Cell className="whitespace-nowrap">
              <UserText>{topic.brandName}</UserText>
            </Cell>
            <Cell>
              {t.has(`channels.${topic.channel}`) ? t(`channels.${topic.channel}`) : topic.channel}
            </Cell>
            <Cell>
              <Badge>{topic.isPublic ? t("public") : t("private")}</Badge>
            </Cell>
            <Cell isNumeric>
              <NumberText value={topic.granted} />
            </Cell>
            <Cell isNumeric>
              <NumberText value={topic.withdrawn} />
            </Cell>
            {mayConfigure ? (
              <Cell className="w-10">
                <TopicMenu topic={topic} onEdit={onEdit} onChanged={onChanged} />
              </Cell>
            ) : null}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

interface TopicMenuProps extends Pick<TopicTableProps, "onEdit" | "onChanged"> {
  topic: ListedTopic;
}

function TopicMenu({ topic, onEdit, onChanged }: TopicMenuProps) {
  const t = useTranslations("consent.topics");
  const common = useTranslations("common");
  const errorText = useCallErrorText();
  const trpc = useTRPC();
  const { mutate: archive } = useMutation(
    trpc.consent.archiveTopic.mutationOptions({
      onSuccess: async (_, { id, isArchived }) => {
        await onChanged();
        if (!isArchived) toast.success(t("restoredDone"));
        else {
          const onSelect = () => archive({ id, isArchived: false });
          toast.success(t("archivedDone"), { action: { label: common("undo"), onSelect } });
        }
      },
      onError: (error) => toast.error(errorText(error)),
    }),
  );
  const isArchived = !topic.isArchived;
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="small" className="px-1.5">
          <Ellipsis aria-hidden />
          <span className="sr-only">
            {t.rich("actions", { name: () => <UserText>{topic.name}</UserText> })}
          </span>
        </Button>
      }
    >
      <MenuItem icon={Pencil} onSelect={() => onEdit(topic)}>
        {common("edit")}
      </MenuItem>
      <MenuItem
        icon={isArchived ? Archive : ArchiveRestore}
        onSelect={() => archive({ id: topic.id, isArchived })}
      >
        {isArchived ? t("archive") : t("restore")}
      </MenuItem>
    </Menu>
  );
}
