"use client";

import { useTranslations } from "next-intl";
import { Initials } from "@/app/_ui/initials";
import { Badge } from "@/app/_ui/status";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "@/app/_ui/table";
import { RelativeTime } from "@/app/_ui/time";
import { UserText } from "@/app/_ui/user-text";
import { MemberMenu } from "./member-menu";
import type { Acting, Brand, Member } from "./types";
import { useRoleName } from "./use-role-name";

interface MemberTableProps {
  members: readonly Member[];
  brands: readonly Brand[];
  acting: Acting;
}

/** The members with what each may do. */
export function MemberTable({ members, brands, acting }: MemberTableProps) {
  const t = useTranslations("settings.people");
  const roleName = useRoleName();
  return (
    <Table label={t("title")}>
      <TableHead>
        <HeadCell>{t("person")}</HeadCell>
        <HeadCell>{t("role")}</HeadCell>
        <HeadCell className="max-sm:hidden">{t("may")}</HeadCell>
        <HeadCell className="max-md:hidden">{t("lastSeen")}</HeadCell>
        {acting.canManage ? (
          <HeadCell>
            <span className="sr-only">{t("actionsColumn")}</span>
          </HeadCell>
        ) : null}
      </TableHead>
      <TableBody>
        {members.map((member) => (
          <TableRow key={member.userId}>
            <Cell>
              <span className="flex items-center gap-2.5">
                <Initials name={member.name} size="small" />
                <span className="min-w-0">
                  <span className="flex items-center gap-2">
                    <UserText className="truncate font-medium">{member.name}</UserText>
                    {member.userId === acting.userId ? <Badge>{t("you")}</Badge> : null}
                  </span>
                  <UserText className="block truncate text-ink-muted text-xs">
                    {member.email}
                  </UserText>
                </span>
              </span>
            </Cell>
            <Cell>{roleName(member.role)}</Cell>
            <Cell className="max-sm:hidden">
              <Sending member={member} />
            </Cell>
            <Cell className="whitespace-nowrap max-md:hidden">
              {member.lastSeenAt ? <RelativeTime at={member.lastSeenAt} /> : t("never")}
            </Cell>
            {acting.canManage ? (
              <Cell>
                <MemberMenu member={member} brands={brands} acting={acting} />
              </Cell>
            ) : null}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Sending({ member }: { member: Member }) {
  const t = useTranslations("settings.people");
  if (member.role === "owner" || member.role === "admin") return t("sendAlways");
  if (member.grants.some((grant) => grant.brandId === null)) return t("sendAll");
  const count = member.grants.length;
  return count > 0 ? t("sendSome", { count }) : t("sendNone");
}
