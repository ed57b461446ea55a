import type { ColumnLook } from "./columns.core";
import type { DateOrder, ImportKind, ImportPlan, PlanColumn, Target } from "./schemas";

type Field = Extract<Target, { to: string }>["to"];

/** Header words in English and German, letters and digits only. The first match wins. */
const WORDS: Record<ImportKind, [Field, RegExp][]> = {
  people: [
    ["email", /^(e?mail|emailaddress|e?mailadresse|emailaddr|mailadresse|kontaktmail)$/],
    [
      "externalId",
      /^(externalid|customer(id|no|nr|number|ref)?|kunden?(id|nr|nummer|no)?|clientid|memberid|mitgliedsnummer|userid|contactid|id|nr|kdnr)$/,
    ],
    ["firstName", /^(first|firstname|givenname|forename|vorname|rufname|fname)$/],
    ["lastName", /^(last|lastname|surname|familyname|nachname|familienname|name|lname)$/],
    [
      "phone",
      /^(phone|phonenumber|mobile|mobilephone|cell|tel|telefon|telefonnummer|telephone|handy|handynummer|mobil|mobilnummer)$/,
    ],
    ["locale", /^(locale|language|lang|sprache|sprachcode|languagecode)$/],
    ["timeZone", /^(timezone(name|id)?|tz|tzname|olson|iana(timezone)?|zeitzone)$/],
    [
      "consent",
      /^(consent|subscribed|optin|newsletter|marketingconsent|emailoptin|einwilligung|abonniert|newsletteranmeldung|werbeeinwilligung|acceptsmarketing)$/,
    ],
  ],
  orders: [
    ["email", /^(e?mail|emailaddress|e?mailadresse|customeremail|billingemail)$/],
    [
      "orderId",
      /^(order(id|no|nr|number|name)?|bestell(nr|nummer|id|ung)|bestellung(s?(nr|nummer|id))?|auftrags?(nr|nummer|id)?|invoice(no|number|id)?|rechnungsnummer|belegnummer|transactionid)$/,
    ],
    [
      "externalId",
      /^(externalid|customer(id|no|nr|number|ref)?|kunden?(id|nr|nummer|no)?|clientid|userid|memberid|kdnr)$/,
    ],
    [
      "orderedAt",
      /^(date|datum|ordered(at|on)|orderdate|bestelldatum|bestelltam|auftragsdatum|purchasedate|kaufdatum|createdat|invoicedate|rechnungsdatum|processedat)$/,
    ],
    [
      "total",
      /^(total|amount|sum|value|dollarvalue|revenue|ordertotal|ordervalue|price|grandtotal|betrag|summe|gesamt|gesamtbetrag|bestellwert|umsatz|preis|wert|rechnungsbetrag)$/,
    ],
    ["currency", /^(currency|currencycode|waehrung|wahrung)$/],
    [
      "itemCount",
      /^(items|itemcount|numberofitems|numberofcds|quantity|qty|pieces|count|menge|anzahl|artikel|artikelanzahl|stueckzahl|stuckzahl|lineitems)$/,
    ],
  ],
  products: [
    [
      "sku",
      /^(sku|stockcode|articleno|articlenumber|articleid|artikel(nr|nummer|no|id)|itemno|itemnumber|itemid|product(id|no|nr|number|code|sku)|produkt(id|nr|nummer)|ean|gtin|code|id)$/,
    ],
    [
      "name",
      /^(name|title|titel|productname|producttitle|product|produkt|produktname|artikel|artikelname|bezeichnung|artikelbezeichnung|itemname)$/,
    ],
    [
      "description",
      /^(description|productdescription|beschreibung|produktbeschreibung|artikelbeschreibung|text|longdescription)$/,
    ],
    ["category", /^(category|productcategory|producttype|kategorie|warengruppe|department)$/],
    ["url", /^(url|link|producturl|productlink|page|seite|produktlink)$/],
    ["imageUrl", /^(image|imageurl|imagelink|picture|bild|bildurl|bildlink|photo|foto)$/],
    [
      "price",
      /^(price|unitprice|productprice|preis|stueckpreis|stuckpreis|einzelpreis|verkaufspreis|vk)$/,
    ],
    ["currency", /^(currency|currencycode|waehrung|wahrung)$/],
    [
      "stock",
      /^(stock|instock|inventory|inventoryquantity|stockquantity|available|bestand|lagerbestand|lager|verfugbar|verfuegbar)$/,
    ],
  ],
};

function bare(name: string): string {
  return name
    .toLowerCase()
    .replaceAll("ß", "ss")
    .normalize("NFKD")
    .replace(/[^a-z0-9]/g, "");
}

/** Whether a column's values can be what a header word promises. */
function fits(field: Field, look: ColumnLook): boolean {
  switch (field) {
    case "email":
      return look.type === "email" || look.type === "empty";
    case "orderedAt":
      return look.type === "date";
    case "total":
    case "itemCount":
    case "price":
    case "stock":
      return look.type === "number" || look.type === "boolean";
    default:
      return look.type !== "email";
  }
}

function byName(kind: ImportKind, look: ColumnLook): Field | null {
  const name = bare(look.name);
  if (name === "") return null;
  return WORDS[kind].find(([field, word]) => word.test(name) && fits(field, look))?.[0] ?? null;
}

/** Without a telling header only the values remain: addresses are recognised by their look. */
function byValues(kind: ImportKind, look: ColumnLook): Field | null {
  if (look.type === "email") return "email";
  if (kind === "people" && look.type === "phone") return "phone";
  return kind === "orders" && look.type === "date" ? "orderedAt" : null;
}

/**
 * A column of addresses in which some are broken looks like text, yet its header says what it is
 * and the checks will name the broken rows. Only after columns whose values are addresses.
 */
function byHeaderAlone(kind: ImportKind, look: ColumnLook): Field | null {
  const [field, word] = WORDS[kind][0] ?? [];
  return field === "email" && look.type === "text" && word?.test(bare(look.name)) ? field : null;
}

/** The order to read a date column by; an ambiguous one by the workspace's language. */
export function preferredOrder(
  orders: readonly DateOrder[],
  locale: string,
): DateOrder | undefined {
  const [only] = orders;
  if (orders.length < 2) return only;
  const preferred: DateOrder = locale.startsWith("en") ? "mdy" : "dmy";
  return orders.includes(preferred) ? preferred : only;
}

function attributeFor(look: ColumnLook, attributes: readonly KnownAttribute[]): Target | null {
  const name = bare(look.name);
  const found = attributes.find(
    (one) => name !== "" && (bare(one.label) === name || bare(one.key) === name),
  );
  return found ? { to: "attribute", key: found.key, type: found.type } : null;
}

export interface KnownAttribute {
  key: string;
  label: string;
  type: "text" | "number" | "boolean" | "date";
}

export interface SuggestGround {
  kind: ImportKind;
  locale: string;
  attributes: readonly KnownAttribute[];
}

/**
 * A first mapping of a file's columns, each field at most once. What nothing is known about is left
 * out of the import, never guessed into a field.
 */
export function suggestColumns(looks: readonly ColumnLook[], ground: SuggestGround): PlanColumn[] {
  const { kind, locale } = ground;
  const taken = new Set<string>();
  const claim = (field: Field | null): Target | null => {
    if (!field || taken.has(field) || field === "attribute" || field === "ignore") return null;
    taken.add(field);
    return { to: field };
  };
  const named = looks.map((look) => claim(byName(kind, look)));
  // Where nothing else names the products, what describes them does: lists of invoices are like that.
  const only = named.findIndex((target) => target?.to === "description");
  if (kind === "products" && only >= 0 && !taken.has("name")) named[only] = { to: "name" };
  const valued = looks.map((look, index) => named[index] ?? claim(byValues(kind, look)));
  return looks.map((look, index) => {
    const target =
      valued[index] ??
      claim(byHeaderAlone(kind, look)) ??
      (kind === "people" ? attributeFor(look, ground.attributes) : null) ??
      ({ to: "ignore" } as const);
    const dates = preferredOrder(look.dates, locale);
    return {
      column: look.column,
      name: look.name,
      target,
      ...(dates ? { dates } : {}),
      ...(look.decimal ? { decimal: look.decimal } : {}),
    };
  });
}

/** The plan a fresh draft starts with. */
export function suggestPlan(looks: readonly ColumnLook[], ground: SuggestGround): ImportPlan {
  return {
    version: 1,
    kind: ground.kind,
    columns: suggestColumns(looks, ground),
    overwrite: "fill_empty",
    consent: {
      basis: "none",
      topicIds: [],
      evidence: {
        text: "",
        source: "",
        collectedOn: "",
        obtainedWithSale: false,
        similarGoods: false,
        noticeAtCollection: false,
      },
    },
  };
}

/**
 * Orders, products or people? A date beside an amount, and no names, is a list of orders; article
 * numbers beside a price or a stock, and no addresses, is one of products.
 */
export function guessKind(looks: readonly ColumnLook[]): ImportKind {
  const fieldsAs = (kind: ImportKind) => looks.map((look) => byName(kind, look));
  const orders = fieldsAs("orders");
  const products = fieldsAs("products");
  const hasName = fieldsAs("people").some((field) => /^(firstName|lastName)$/.test(field ?? ""));
  const isOrders = orders.includes("orderedAt") && orders.includes("total");
  if (isOrders && !hasName) return "orders";
  const hasGoods = products.includes("price") || products.includes("stock");
  const isPeople = fieldsAs("people").includes("firstName");
  const hasAddress = looks.some((look) => look.type === "email");
  const isProducts = products.includes("sku") && hasGoods && !isPeople && !hasAddress;
  return isProducts ? "products" : "people";
}
