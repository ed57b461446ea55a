import { ExternalLink } from "lucide-react";
import { useTranslations } from "next-intl";
import { CopyButton } from "@/app/_ui/copy-button";
import { Section } from "@/app/_ui/section";
import { UserText } from "@/app/_ui/user-text";

interface MailLinksProps {
  links: readonly { url: string; text: string }[];
  oneClickUrl: string | null;
}

/** The mail's links, followable here because its frame can follow none. */
export function MailLinks({ links, oneClickUrl }: MailLinksProps) {
  const t = useTranslations("mailbox.mail");
  return (
    <div className="min-w-0">
      <Section title={t("links")}>
        {links.length === 0 ? <p className="text-ink-muted">{t("noLinks")}</p> : null}
        <ul className="space-y-3">
          {links.map((link) => (
            <li key={link.url} className="min-w-0">
              <a
                href={link.url}
                target="_blank"
                rel="noopener noreferrer"
                className="inline-flex max-w-full items-baseline gap-1 font-medium text-accent hover:underline"
              >
                <UserText className="min-w-0 break-words">{link.text || link.url}</UserText>
                <ExternalLink aria-hidden className="size-3.5 shrink-0 self-center" />
                <span className="sr-only">({t("opensNew")})</span>
              </a>
              {link.text ? (
                <p className="break-all text-ink-muted text-xs">
                  <UserText>{link.url}</UserText>
                </p>
              ) : null}
            </li>
          ))}
        </ul>
      </Section>
      {oneClickUrl ? (
        <Section title={t("oneClick")} description={t("oneClickHint")}>
          <p className="break-all text-xs">
            <UserText isMono>{oneClickUrl}</UserText> <CopyButton text={oneClickUrl} />
          </p>
        </Section>
      ) : null}
    </div>
  );
}
