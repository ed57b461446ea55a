"use client";

import { useTranslations } from "next-intl";
import { Status } from "@/app/_ui/status";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "@/app/_ui/table";
import { TextLink } from "@/app/_ui/text-link";
import { DateTime } from "@/app/_ui/time";
import { UserText } from "@/app/_ui/user-text";
import { ACTION_TONES, known } from "./words";

/** One declaration as the ledger's list has it. */
export interface Declaration {
  id: string;
  contactId: string;
  seq: number;
  at: Date;
  action: string;
  basis: string;
  source: string;
  actorKind: string;
  actorName: string | null;
  topicName: string | null;
  brandName: string | null;
  legalEntityName: string | null;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  isRemoved: boolean;
}

/** Kind of a declaration as word and colour. */
export function ActionStatus({ action }: { action: string }) {
  const t = useTranslations("consent.action");
  const word = known.action(action);
  return word ? (
    <Status tone={ACTION_TONES[word]}>{t(word)}</Status>
  ) : (
    <UserText>{action}</UserText>
  );
}

/** What a declaration is about: one topic, or everything of the legal entity. */
export function About(props: {
  action: string;
  topicName: string | null;
  brandName: string | null;
  legalEntityName: string | null;
}) {
  const t = useTranslations("consent.ledger");
  const { topicName, brandName, legalEntityName } = props;
  if (props.action === "undo") return t("previous");
  if (topicName) {
    return (
      <UserText>
        {topicName} · {brandName}
      </UserText>
    );
  }
  const entity = () => <UserText>{legalEntityName}</UserText>;
  return <span>{t.rich("everything", { entity })}</span>;
}

/** Who wrote a declaration: a colleague by name, else what kind of party it was. */
export function Actor({ kind, name }: { kind: string; name: string | null }) {
  const t = useTranslations("consent.actor");
  const word = known.actor(kind);
  if (name) return <UserText>{name}</UserText>;
  return word ? t(word) : <UserText>{kind}</UserText>;
}

function Who({ row }: { row: Declaration }) {
  const t = useTranslations("consent.ledger");
  if (row.isRemoved) return <span className="text-ink-muted">{t("removed")}</span>;
  const name = [row.firstName, row.lastName].filter(Boolean).join(" ");
  return (
    <TextLink href={`/contacts/${row.contactId}`}>
      <UserText>{name || row.email || row.contactId}</UserText>
    </TextLink>
  );
}

/** A page of the ledger. */
export function LedgerTable({ rows }: { rows: readonly Declaration[] }) {
  const t = useTranslations("consent.ledger");
  const sources = useTranslations("consent.source");
  return (
    <Table label={t("table")}>
      <TableHead>
        <HeadCell>{t("when")}</HeadCell>
        <HeadCell>{t("person")}</HeadCell>
        <HeadCell>{t("what")}</HeadCell>
        <HeadCell>{t("about")}</HeadCell>
        <HeadCell>{t("source")}</HeadCell>
        <HeadCell>{t("by")}</HeadCell>
      </TableHead>
      <TableBody>
        {rows.map((row) => {
          const source = known.source(row.source);
          return (
            <TableRow key={row.id}>
              <Cell className="whitespace-nowrap">
                <DateTime at={row.at} />
              </Cell>
              <Cell className="whitespace-nowrap">
                <Who row={row} />
              </Cell>
              <Cell>
                <ActionStatus action={row.action} />
              </Cell>
              <Cell className="min-w-40">
                <About {...row} />
              </Cell>
              <Cell className="whitespace-nowrap">
                {source ? sources(source) : <UserText>{row.source}</UserText>}
              </Cell>
              <Cell className="whitespace-nowrap">
                <Actor kind={row.actorKind} name={row.actorName} />
              </Cell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}
