import type { DemoLocale } from "./schemas";

/** Articles: number, names, kind, price in cents, pieces in stock (null: not counted). */
type Article = readonly [string, Record<DemoLocale, string>, Kind, number, number | null];
export type Kind = "coffee" | "tea" | "tools" | "cups" | "sweets";

export const CATEGORIES: Record<Kind, Record<DemoLocale, string>> = {
  coffee: { en: "Coffee", de: "Kaffee" },
  tea: { en: "Tea", de: "Tee" },
  tools: { en: "Equipment", de: "Zubehör" },
  cups: { en: "Cups and pots", de: "Tassen und Kannen" },
  sweets: { en: "Sweet things", de: "Süßes" },
};

export const ARTICLES: readonly Article[] = [
  ["C-101", { en: "House blend, 250 g", de: "Hausmischung, 250 g" }, "coffee", 850, null],
  ["C-102", { en: "House blend, 1 kg", de: "Hausmischung, 1 kg" }, "coffee", 2990, null],
  ["C-103", { en: "Espresso Ostwind, 250 g", de: "Espresso Ostwind, 250 g" }, "coffee", 920, null],
  ["C-104", { en: "Espresso Ostwind, 1 kg", de: "Espresso Ostwind, 1 kg" }, "coffee", 3190, null],
  ["C-105", { en: "Ethiopia Sidamo, 250 g", de: "Äthiopien Sidamo, 250 g" }, "coffee", 1190, 340],
  [
    "C-106",
    { en: "Guatemala Antigua, 250 g", de: "Guatemala Antigua, 250 g" },
    "coffee",
    1090,
    210,
  ],
  ["C-107", { en: "Colombia Huila, 250 g", de: "Kolumbien Huila, 250 g" }, "coffee", 1090, 96],
  ["C-108", { en: "Decaf, 250 g", de: "Entkoffeiniert, 250 g" }, "coffee", 990, 150],
  ["C-109", { en: "Winter roast, 250 g", de: "Winterröstung, 250 g" }, "coffee", 1150, 0],
  [
    "C-110",
    { en: "Cold brew bags, 5 pieces", de: "Cold-Brew-Beutel, 5 Stück" },
    "coffee",
    1290,
    420,
  ],
  ["C-111", { en: "Tasting set, 4 × 60 g", de: "Probierset, 4 × 60 g" }, "coffee", 1690, 180],
  ["T-201", { en: "Earl Grey, 100 g", de: "Earl Grey, 100 g" }, "tea", 790, null],
  [
    "T-202",
    { en: "Darjeeling first flush, 100 g", de: "Darjeeling First Flush, 100 g" },
    "tea",
    1490,
    64,
  ],
  ["T-203", { en: "Assam, 100 g", de: "Assam, 100 g" }, "tea", 890, null],
  ["T-204", { en: "Sencha, 100 g", de: "Sencha, 100 g" }, "tea", 1190, 88],
  ["T-205", { en: "Peppermint, 75 g", de: "Pfefferminze, 75 g" }, "tea", 550, null],
  ["T-206", { en: "Camomile, 50 g", de: "Kamille, 50 g" }, "tea", 520, null],
  ["T-207", { en: "Rooibos vanilla, 100 g", de: "Rooibos Vanille, 100 g" }, "tea", 720, 130],
  ["T-208", { en: "Ginger and lemon, 100 g", de: "Ingwer-Zitrone, 100 g" }, "tea", 740, 220],
  ["T-209", { en: "Tea selection, 12 kinds", de: "Teeauswahl, 12 Sorten" }, "tea", 1890, 75],
  ["Z-301", { en: "Hand grinder", de: "Handmühle" }, "tools", 7900, 31],
  ["Z-302", { en: "Pour-over dripper", de: "Handfilter" }, "tools", 2400, 140],
  ["Z-303", { en: "Filter papers, 100 pieces", de: "Filterpapier, 100 Stück" }, "tools", 490, null],
  ["Z-304", { en: "French press, 0.8 l", de: "French Press, 0,8 l" }, "tools", 3290, 58],
  ["Z-305", { en: "Swan-neck kettle", de: "Schwanenhalskessel" }, "tools", 5900, 22],
  ["Z-306", { en: "Coffee scale", de: "Kaffeewaage" }, "tools", 3490, 47],
  ["Z-307", { en: "Tea strainer", de: "Teesieb" }, "tools", 1290, 260],
  ["Z-308", { en: "Milk frother", de: "Milchaufschäumer" }, "tools", 2790, 0],
  ["Z-309", { en: "Storage tin, 500 g", de: "Vorratsdose, 500 g" }, "tools", 1450, 190],
  ["B-401", { en: "Cup Harbour, 250 ml", de: "Tasse Hafen, 250 ml" }, "cups", 1490, 120],
  ["B-402", { en: "Espresso cups, set of 2", de: "Espressotassen, 2er-Set" }, "cups", 1990, 84],
  ["B-403", { en: "Teapot, 1.2 l", de: "Teekanne, 1,2 l" }, "cups", 4490, 27],
  ["B-404", { en: "Travel mug, 350 ml", de: "Reisebecher, 350 ml" }, "cups", 2690, 165],
  ["B-405", { en: "Glass mug, double wall", de: "Glas, doppelwandig" }, "cups", 1690, 93],
  ["S-501", { en: "Shortbread, 200 g", de: "Mürbegebäck, 200 g" }, "sweets", 590, null],
  ["S-502", { en: "Dark chocolate, 70 %", de: "Zartbitterschokolade, 70 %" }, "sweets", 490, null],
  ["S-503", { en: "Almond biscotti, 180 g", de: "Mandel-Cantuccini, 180 g" }, "sweets", 650, 310],
  ["S-504", { en: "Caramel, salted, 150 g", de: "Karamell, gesalzen, 150 g" }, "sweets", 690, 75],
  ["S-505", { en: "Honey, 250 g", de: "Honig, 250 g" }, "sweets", 850, 140],
  ["G-601", { en: "Gift box coffee", de: "Geschenkbox Kaffee" }, "coffee", 3900, 60],
  ["G-602", { en: "Gift box tea", de: "Geschenkbox Tee" }, "tea", 3600, 52],
  ["G-603", { en: "Voucher", de: "Gutschein" }, "sweets", 2500, null],
];

export const FIRST_NAMES: readonly string[] =
  `Anna Ben Clara David Emma Felix Greta Henri Ida Jonas Karla Leon Mia Noah Olivia Paul Romy Samuel
  Tilda Ulrich Vera Wim Yara Zoe Amelie Bruno Carlotta Daniel Elif Frida Georg Hannah Isabel Jakob
  Katharina Lars Marlene Niklas Oskar Petra Rosa Stefan Thea Uwe Viktoria Werner Aylin Björn Dilara
  Erik Fatma Gesa Hilde Ingo Jette Kai Lena Malik Nele Ole Pia Ruben Sören Tarek Ute Volker Jürgen
  Sabine Monika Renate Ingrid Dieter Manfred Brigitte Susanne Andreas Christine Matthias`.split(
    /\s+/,
  );

export const LAST_NAMES: readonly string[] =
  `Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer
  Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt
  Werner Krause Meier Lehmann Köhler Maier Hermann König Walter Mayer Huber Kaiser Fuchs Peters Lang
  Scholz Möller Weiß Jung Hahn Schubert Vogel Friedrich Keller Günther Frank Berger Winkler Roth Beck
  Lorenz Baumann Franke Albrecht Schuster Simon Ludwig Böhm Winter Kraus Schumacher Krämer Vogt Stein
  Jansen Petersen Hansen Claasen Brandt Lindner Yilmaz Kaya Demir Nowak Kowalski Rossi Larsen Novák`.split(
    /\s+/,
  );

/** Cities and how many of a hundred people live there. */
export const CITIES: readonly (readonly [string, number])[] = [
  ["Hamburg", 28],
  ["Berlin", 17],
  ["Bremen", 9],
  ["Hannover", 8],
  ["Köln", 8],
  ["München", 7],
  ["Lübeck", 6],
  ["Kiel", 5],
  ["Leipzig", 4],
  ["Frankfurt am Main", 4],
  ["Wien", 2],
  ["Zürich", 2],
];
