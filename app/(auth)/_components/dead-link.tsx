import { useTranslations } from "next-intl";
import { LinkButton } from "@/app/_ui/link-button";
import { TextLink } from "@/app/_ui/text-link";
import { LINK_MINUTES } from "@/server/auth/schemas";
import { Card } from "./card";

/** Instead of a mailed link's page when the link was used, ran out or is not ours. */
export function DeadLink({ purpose }: { purpose: "link" | "reset" }) {
  const t = useTranslations("auth");
  return (
    <Card
      title={t("link.invalidTitle")}
      text={t(`${purpose}.invalidText`, { minutes: LINK_MINUTES })}
      footer={<TextLink href="/sign-in">{t("mail.backToSignIn")}</TextLink>}
    >
      <LinkButton variant="primary" href={`/sign-in/mail/${purpose}`}>
        {t("link.newLink")}
      </LinkButton>
    </Card>
  );
}
