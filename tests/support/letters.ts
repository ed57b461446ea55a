import type { Person } from "@/server/contacts";
import type { LetterDocument } from "@/server/content";
import { NOBODY, upgradeLetter } from "@/server/content";
import type { BrandKit } from "@/server/workspaces";

/** A brand with a complete imprint. */
export const KIT: BrandKit = {
  brand: {
    id: "019a0000-0000-7000-8000-000000000001",
    name: "Nord",
    colour: "#0f766e",
    logoUrl: null,
    senderName: "Nord",
    senderEmail: "hallo@nord.example",
    replyTo: null,
  },
  entity: {
    id: "019a0000-0000-7000-8000-000000000002",
    name: "Nord Kaffee",
    form: "GmbH",
    street: "Hafenstraße 12",
    postalCode: "20457",
    city: "Hamburg",
    country: "DE",
    email: "hallo@nord.example",
    phone: "+49 40 123456",
    registerCourt: "Amtsgericht Hamburg",
    registerNumber: "HRB 12345",
    directors: "Olivia Nord",
    vatId: "DE123456789",
    dpoName: "Dana Schutz",
    dpoEmail: "datenschutz@nord.example",
  },
  workspace: {
    id: "019a0000-0000-7000-8000-000000000003",
    name: "Nord",
    locale: "en",
    timeZone: "Europe/Berlin",
  },
  imprintMissing: [],
};

export const LINKS = {
  pageUrl: "https://kairos.example/unsubscribe/1.abc.def",
  oneClickUrl: "https://kairos.example/api/unsubscribe/1.abc.def",
};

export const ANA: Person = {
  ...NOBODY,
  email: "ana@kunde.example",
  firstName: "Ana",
  lastName: "Berg",
  externalId: "K-1",
  attributes: { city: "Kiel" },
};

interface Markup {
  subject: string;
  preheader: string;
  blocks: (
    | { id: string; type: "heading" | "text"; text: string }
    | { id: string; type: "button"; label: string; href: string }
  )[];
}

/** A letter written in the markup of version 1, the shortest way to write one down. */
export function sampleLetter(more: Partial<Markup> = {}): LetterDocument {
  return upgradeLetter({
    version: 1,
    subject: 'Hello {{ contact.first_name | default: "there" }}',
    preheader: "Three coffees for {{ contact.attributes.city | default: 'short days' }}",
    blocks: [
      {
        id: "h",
        type: "heading",
        text: "A warm cup, {{ contact.first_name | default: 'friend' }}?",
      },
      {
        id: "t",
        type: "text",
        text: "The days get **shorter & darker**,\nsee [our *favourites*](https://nord.example/a?b=1&c=2).\n\nYours, {{ brand.name }}",
      },
      { id: "b", type: "button", label: "See the beans", href: "https://nord.example/beans" },
    ],
    ...more,
  });
}

/** A letter with one text block. */
export function letterWith(text: string): LetterDocument {
  return sampleLetter({ blocks: [{ id: "t", type: "text", text }] });
}
