import { createCampaign } from "../campaigns";
import { createTopic } from "../consent";
import { defineAttribute } from "../contacts";
import { AppError, type Ctx } from "../kernel";
import { createSegment } from "../segments";
import { foundWorkspace, type NewWorkspace } from "../workspaces";
import { demoId } from "./ids";
import { demoCampaigns } from "./letters";
import { DAY_MS } from "./people.core";
import type { DemoLocale } from "./schemas";
import { demoSegments } from "./segments";

const WORDS = {
  en: {
    workspace: "Demo shop",
    brand: "Ostwind Coffee and Tea",
    newsletter: ["News from the roastery", "New harvests and stories, twice a month"],
    offers: ["Offers and dates", "Discounts, tastings, opening hours"],
    attributes: { city: "City", birthday: "Birthday", favourite: "Favourite", club: "Club member" },
  },
  de: {
    workspace: "Demo-Shop",
    brand: "Ostwind Kaffee und Tee",
    newsletter: ["Neues aus der Rösterei", "Neue Ernten und Geschichten, zweimal im Monat"],
    offers: ["Angebote und Termine", "Rabatte, Verkostungen, Öffnungszeiten"],
    attributes: { city: "Ort", birthday: "Geburtstag", favourite: "Lieblingssorte", club: "Club" },
  },
} as const;

/** What the shop's topics are called: by their names its history finds them again. */
export function topicNames(locale: DemoLocale): { newsletter: string; offers: string } {
  const { newsletter, offers } = WORDS[locale];
  return { newsletter: newsletter[0], offers: offers[0] };
}

function shopOf(locale: DemoLocale): NewWorkspace {
  const words = WORDS[locale];
  return {
    isDemo: true,
    workspace: { name: words.workspace, timeZone: "Europe/Berlin", locale, currency: "EUR" },
    // Nobody: .example is reserved, and the register has no number 0.
    entity: {
      name: "Ostwind Rösterei GmbH",
      form: "GmbH",
      street: "Beispielkai 1",
      postalCode: "20457",
      city: "Hamburg",
      country: "DE",
      email: "service@ostwind.example",
      phone: "",
      registerCourt: "Amtsgericht Hamburg",
      registerNumber: "HRB 0",
      directors: "Ole Ostwind",
      vatId: "DE000000000",
      dpoName: "",
      dpoEmail: "",
    },
    brand: {
      name: words.brand,
      colour: "#7c4a21",
      senderName: words.brand,
      senderEmail: "post@ostwind.example",
      replyTo: "",
    },
    logo: null,
  };
}

/** Days before the present day on which the shop's campaigns begin. */
export const CAMPAIGN_DAYS = { spring: 66, autumn: 17 } as const;

/** `days` before `now`, in the morning. */
export function morningBefore(now: Date, days: number): Date {
  const day = new Date(now.getTime() - days * DAY_MS);
  day.setUTCHours(7, 30, 0, 0);
  return day;
}

/**
 * Founds the demo shop of `ctx` (its workspace is new) with everything its history needs: purposes,
 * attributes, saved questions and the drafts of its campaigns, made by `ctx.actor` in the past.
 */
export async function furnish(ctx: Ctx, locale: DemoLocale): Promise<void> {
  if (ctx.actor.kind !== "user") throw new AppError("FORBIDDEN");
  const words = WORDS[locale];
  const { brandId } = await foundWorkspace(ctx, ctx.actor.id, shopOf(locale));
  const topic = ([name, description]: readonly [string, string]) =>
    createTopic(ctx, { brandId, name, description, isPublic: true });
  const newsletter = await topic(words.newsletter);
  await topic(words.offers);
  const { city, birthday, favourite, club } = words.attributes;
  await defineAttribute(ctx, { key: "city", label: city, type: "text" });
  await defineAttribute(ctx, { key: "birthday", label: birthday, type: "date" });
  await defineAttribute(ctx, { key: "favourite", label: favourite, type: "text" });
  await defineAttribute(ctx, { key: "club", label: club, type: "boolean" });
  for (const segment of demoSegments(locale, { newsletter: newsletter.id })) {
    await createSegment({ ...ctx, now: morningBefore(ctx.now, 90) }, segment);
  }
  const campaigns = demoCampaigns(locale);
  const days = { spring: CAMPAIGN_DAYS.spring + 2, autumn: CAMPAIGN_DAYS.autumn + 2, advent: 1 };
  for (const key of ["spring", "autumn", "advent"] as const) {
    const past = { ...ctx, now: morningBefore(ctx.now, days[key]) };
    await createCampaign(past, {
      id: demoId(past.now, `campaign:${key}`),
      topicId: newsletter.id,
      ...campaigns[key],
    });
  }
}
