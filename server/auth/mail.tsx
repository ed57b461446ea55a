import { createTranslator } from "next-intl";
import { render } from "react-email";
import { SystemLetter } from "@/emails/system/system-letter";
import de from "@/messages/de/auth.json";
import deCommon from "@/messages/de/common.json";
import en from "@/messages/en/auth.json";
import enCommon from "@/messages/en/common.json";
import type { SystemMail } from "../delivery";
import { env } from "../kernel";

const CATALOGUES = {
  en: { auth: en, product: enCommon.product },
  de: { auth: de, product: deCommon.product },
};

/** A system mail before it is worded. */
export interface Letter {
  kind: "link" | "reset" | "invitation";
  to: string;
  workspaceId: string | null;
  /** Language of the person, else of the workspace; English when it is not one of ours. */
  locale: string | null;
  href: string;
  values: Record<string, string | number>;
}

/** Words and renders a system mail: subject, HTML and the same as plain text. */
export async function composeSystemMail(letter: Letter): Promise<SystemMail> {
  const locale = letter.locale === "de" ? "de" : "en";
  const { auth, product } = CATALOGUES[locale];
  const t = createTranslator({ locale, messages: auth.systemMail });
  const role = String(letter.values.role ?? "");
  const roles: Record<string, string> = auth.roles;
  const values = {
    ...letter.values,
    product,
    role: roles[role] ?? role,
    inviter: letter.values.inviter || t("someone"),
  };
  const say = (part: "subject" | "preview" | "heading" | "text" | "button" | "ignore") =>
    t(`${letter.kind}.${part}`, values);
  const parts = {
    lang: locale,
    subject: say("subject"),
    preview: say("preview"),
    product,
    heading: say("heading"),
    text: say("text"),
    button: { label: say("button"), href: letter.href },
    ignore: say("ignore"),
    footer: t("footer", { product, address: env().BASE_URL }),
  };
  const html = await render(<SystemLetter {...parts} />);
  const text = [
    parts.heading,
    parts.text,
    `${parts.button.label}:\n${letter.href}`,
    parts.ignore,
    parts.footer,
  ].join("\n\n");
  return { workspaceId: letter.workspaceId, to: letter.to, subject: parts.subject, html, text };
}
