import type { LetterDocument } from "@/server/content";
import type { LetterBlock } from "@/server/content/schemas";

/** Whose letters the laboratory sends. */
export const SENDER = { address: "shop@nord.example", domain: "nord.example", selector: "lab" };

const VARIABLES = [
  "contact.first_name",
  "contact.last_name",
  "contact.attributes.city",
  "contact.attributes.tier",
  "contact.attributes.points",
  "contact.attributes.store",
  "contact.attributes.advisor",
  "contact.attributes.size",
];

const tag = (variable: string) => ({ type: "tag" as const, variable, fallback: "you" });

const words = (text: string) => ({ type: "text" as const, text });

function paragraph(id: number): LetterBlock {
  const [first = "", second = "", third = ""] = [0, 1, 2].map(
    (n) => VARIABLES[(id * 3 + n) % VARIABLES.length] ?? "",
  );
  return {
    id: `t${id}`,
    type: "text",
    align: "left",
    paragraphs: [
      {
        inlines: [
          words("Guten Morgen "),
          tag(first),
          words(", heute gibt es für dich in "),
          tag(second),
          words(" etwas Neues – frisch geröstet, mild & schokoladig. "),
          { type: "text", text: "Sieh dir an", link: `https://nord.example/beans/${id}?a=1&b=2` },
          words(", was wir für "),
          tag(third),
          words(" ausgesucht haben. Wir freuen uns auf deinen Besuch im Laden am Hafen."),
        ],
      },
    ],
  };
}

/**
 * The letter of the laboratory: 21 merge tags and 7 links that are led through us in HTML, nearly as many
 * again in the plain part; about 15 kB as a mail.
 */
export const LAB_LETTER: LetterDocument = {
  version: 2,
  subject: [words("Für "), tag("contact.first_name"), words(": neue Bohnen")],
  preheader: [words("Drei Kaffees für "), tag("contact.attributes.city")],
  footer: { align: "center" },
  blocks: [
    {
      id: "h",
      type: "heading",
      level: 1,
      align: "left",
      text: [words("Hallo "), tag("contact.first_name")],
    },
    ...Array.from({ length: 6 }, (_, id) => paragraph(id)),
    {
      id: "b",
      type: "button",
      label: [words("Zu den Bohnen")],
      href: "https://nord.example/beans",
      align: "left",
      isFullWidth: false,
    },
  ],
};
