import Link from "next/link";
import { useTranslations } from "next-intl";
import { Badge } from "@/app/_ui/status";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "@/app/_ui/table";
import { RelativeTime } from "@/app/_ui/time";
import { UserText } from "@/app/_ui/user-text";
import { SizeText } from "./size-text";

export interface ListedMail {
  id: string;
  at: string;
  from: string;
  to: string[];
  subject: string;
  size: number;
  isSystem: boolean;
}

function Recipients({ to }: { to: string[] }) {
  const t = useTranslations("mailbox");
  return (
    <>
      <UserText>{to[0] ?? ""}</UserText>
      {to.length > 1 ? ` ${t("moreRecipients", { count: to.length - 1 })}` : null}
    </>
  );
}

/** The mails of one page; on narrow screens the recipient moves below the subject. */
export function MailTable({ mails }: { mails: readonly ListedMail[] }) {
  const t = useTranslations("mailbox");
  return (
    <Table label={t("title")}>
      <TableHead>
        <HeadCell>{t("columns.subject")}</HeadCell>
        <HeadCell className="max-md:hidden">{t("columns.to")}</HeadCell>
        <HeadCell>{t("columns.received")}</HeadCell>
        <HeadCell isNumeric className="max-md:hidden">
          {t("columns.size")}
        </HeadCell>
      </TableHead>
      <TableBody>
        {mails.map((mail) => (
          <TableRow key={mail.id}>
            <Cell className="w-full max-w-0">
              <div className="flex min-w-0 items-center gap-2">
                <Link
                  href={`/mailbox/${mail.id}`}
                  className="truncate rounded-sm py-1 font-medium hover:underline"
                >
                  {mail.subject ? <UserText>{mail.subject}</UserText> : t("noSubject")}
                </Link>
                {mail.isSystem ? <Badge>{t("system")}</Badge> : null}
              </div>
              <div className="truncate text-ink-muted text-xs md:hidden">
                <Recipients to={mail.to} />
              </div>
            </Cell>
            <Cell className="max-w-72 truncate text-ink-muted max-md:hidden">
              <Recipients to={mail.to} />
            </Cell>
            <Cell className="whitespace-nowrap text-ink-muted">
              <RelativeTime at={mail.at} />
            </Cell>
            <Cell isNumeric className="whitespace-nowrap text-ink-muted max-md:hidden">
              <SizeText bytes={mail.size} />
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
