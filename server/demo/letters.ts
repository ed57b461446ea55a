import type { LetterDocument } from "../content";
import type { DemoLocale } from "./schemas";

type Block = LetterDocument["blocks"][number];
/** A part that may also stand in a section. */
type Leaf = Extract<Block, { type: "section" }>["blocks"][number];
type Line = LetterDocument["subject"];

const words = (text: string) => ({ type: "text" as const, text });
const firstName = (fallback: string) => ({
  type: "tag" as const,
  variable: "contact.first_name" as const,
  fallback,
});

/** `Hello {name}, …` with the person's first name, or `fallback`, where the braces are. */
function line(text: string, fallback = ""): Line {
  const [before = "", after] = text.split("{name}");
  if (after === undefined) return [words(text)];
  return [
    ...(before ? [words(before)] : []),
    firstName(fallback),
    ...(after ? [words(after)] : []),
  ];
}

const heading = (id: string, level: 1 | 2, text: string): Block => ({
  id,
  type: "heading",
  level,
  align: "left",
  text: line(text),
});

const text = (id: string, paragraphs: readonly string[], fallback = ""): Leaf => ({
  id,
  type: "text",
  align: "left",
  paragraphs: paragraphs.map((paragraph) => ({ inlines: line(paragraph, fallback) })),
});

const list = (id: string, items: readonly string[]): Block => ({
  id,
  type: "text",
  align: "left",
  paragraphs: items.map((item) => ({ list: "bullet", inlines: line(item) })),
});

const button = (id: string, label: string, href: string): Leaf => ({
  id,
  type: "button",
  label: line(label),
  href,
  align: "left",
  isFullWidth: false,
});

/** The shop's products have no pictures. */
const bestsellers = (id: string): Block => ({
  id,
  type: "product",
  source: { kind: "bestsellers", days: 90 },
  count: 3,
  perRow: 3,
  hasImage: false,
  hasPrice: true,
  buttonLabel: "",
});

const shop = (path: string) => `https://shop.ostwind.example/${path}`;

interface Words {
  fallback: string;
  spring: { name: string; subject: string; preheader: string; parts: string[]; items: string[] };
  autumn: {
    name: string;
    subjects: [string, string];
    preheader: string;
    parts: string[];
    second: string[];
  };
  advent: { name: string; subjects: [string, string]; preheader: string; parts: string[] };
}

const WORDS: Record<DemoLocale, Words> = {
  en: {
    fallback: "coffee friend",
    spring: {
      name: "Fresh from the roaster",
      subject: "{name}, the new harvest is here",
      preheader: "Three coffees that we only have for a while",
      parts: [
        "The new harvest is here",
        "Hello {name}, last week the first sacks of the year came up the stairs. We roasted, tasted and argued. These three are left:",
        "See the new coffees",
        "Who drinks tea is not forgotten",
        "The first flush from Darjeeling arrives in small parcels, and there are not many of them.",
        "To the teas",
      ],
      items: [
        "Ethiopia Sidamo: jasmine and lemon",
        "Guatemala Antigua: cocoa and almond",
        "Colombia Huila: red apple and caramel",
      ],
    },
    autumn: {
      name: "Cosy season",
      subjects: ["{name}, something warm for you", "Free shipping until Sunday"],
      preheader: "Until Sunday we pay the postage",
      parts: [
        "The kettle is on",
        "Dear {name}, the evenings are long again. Until Sunday we send every parcel to you free of charge.",
        "Choose something warm",
        "Our hand-thrown cups are back as well, in the blue of the harbour at six in the morning.",
        "Look at the cups",
      ],
      second: ["No postage until Sunday", "Order what you like"],
    },
    advent: {
      name: "Advent parcels",
      subjects: ["{name}, parcels that arrive in time", "Four gifts that smell good"],
      preheader: "Ordered by the 15th, under the tree on the 24th",
      parts: [
        "Four gifts that smell good",
        "Dear {name}, we pack the parcels, write the card and bring them to the post.",
        "See the gift boxes",
      ],
    },
  },
  de: {
    fallback: "liebe Kaffeefreundin, lieber Kaffeefreund",
    spring: {
      name: "Frisch geröstet",
      subject: "{name}, die neue Ernte ist da",
      preheader: "Drei Kaffees, die es nur kurze Zeit gibt",
      parts: [
        "Die neue Ernte ist da",
        "Moin {name}, letzte Woche kamen die ersten Säcke des Jahres die Treppe herauf. Wir haben geröstet, gekostet und gestritten. Diese drei sind geblieben:",
        "Zu den neuen Kaffees",
        "Wer Tee trinkt, ist nicht vergessen",
        "Der First Flush aus Darjeeling kommt in kleinen Päckchen, und es sind nicht viele.",
        "Zu den Tees",
      ],
      items: [
        "Äthiopien Sidamo: Jasmin und Zitrone",
        "Guatemala Antigua: Kakao und Mandel",
        "Kolumbien Huila: roter Apfel und Karamell",
      ],
    },
    autumn: {
      name: "Gemütliche Zeit",
      subjects: ["{name}, etwas Warmes für Sie", "Versandkostenfrei bis Sonntag"],
      preheader: "Bis Sonntag zahlen wir das Porto",
      parts: [
        "Das Wasser kocht schon",
        "Guten Tag {name}, die Abende sind wieder lang. Bis Sonntag schicken wir Ihnen jedes Paket ohne Versandkosten.",
        "Etwas Warmes aussuchen",
        "Auch unsere handgedrehten Tassen sind wieder da, im Blau des Hafens morgens um sechs.",
        "Die Tassen ansehen",
      ],
      second: ["Bis Sonntag kein Porto", "Bestellen, worauf Sie Lust haben"],
    },
    advent: {
      name: "Adventspakete",
      subjects: ["{name}, Pakete, die rechtzeitig ankommen", "Vier Geschenke, die gut riechen"],
      preheader: "Bis zum 15. bestellt, am 24. unter dem Baum",
      parts: [
        "Vier Geschenke, die gut riechen",
        "Guten Tag {name}, wir packen die Pakete, schreiben die Karte und bringen alles zur Post.",
        "Zu den Geschenkboxen",
      ],
    },
  },
};

/** A campaign of the shop: its name and the variants of its letter. */
export interface DemoCampaign {
  name: string;
  letters: LetterDocument[];
}

function letter(
  given: { subject: string; preheader: string; fallback: string },
  blocks: Block[],
): LetterDocument {
  return {
    version: 2,
    subject: line(given.subject, given.fallback),
    preheader: line(given.preheader),
    blocks,
    footer: { align: "left" },
  };
}

function spring({ fallback, spring: said }: Words): DemoCampaign {
  const [title = "", hello = "", toCoffee = "", tea = "", teas = "", toTea = ""] = said.parts;
  return {
    name: said.name,
    letters: [
      letter({ ...said, fallback }, [
        heading("h1", 1, title),
        text("t1", [hello], fallback),
        list("l1", said.items),
        button("b1", toCoffee, shop("coffee")),
        { id: "d1", type: "divider" },
        heading("h2", 2, tea),
        text("t2", [teas]),
        button("b2", toTea, shop("tea")),
      ]),
    ],
  };
}

function autumn({ fallback, autumn: said }: Words): DemoCampaign {
  const [title = "", hello = "", choose = "", cups = "", toCups = ""] = said.parts;
  const of = (subject: string, top: string, call: string) =>
    letter({ subject, preheader: said.preheader, fallback }, [
      heading("h1", 1, top),
      text("t1", [hello], fallback),
      button("b1", call, shop("warm")),
      bestsellers("p1"),
      {
        id: "s1",
        type: "section",
        background: "#f3ede4",
        padding: 24,
        blocks: [text("t2", [cups]), button("b2", toCups, shop("cups"))],
      },
    ]);
  const [first, second] = said.subjects;
  const [otherTitle = "", otherCall = ""] = said.second;
  return {
    name: said.name,
    letters: [of(first, title, choose), of(second, otherTitle, otherCall)],
  };
}

function advent({ fallback, advent: said }: Words): DemoCampaign {
  const [title = "", hello = "", see = ""] = said.parts;
  return {
    name: said.name,
    letters: said.subjects.map((subject) =>
      letter({ ...said, subject, fallback }, [
        heading("h1", 1, title),
        text("t1", [hello], fallback),
        button("b1", see, shop("gifts")),
      ]),
    ),
  };
}

/** The shop's campaigns: one that went out in one version, one in two, and one that is being written. */
export function demoCampaigns(locale: DemoLocale) {
  const said = WORDS[locale];
  return { spring: spring(said), autumn: autumn(said), advent: advent(said) };
}
