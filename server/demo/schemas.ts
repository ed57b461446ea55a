import type { AttributeValue } from "@/db";

export const DEMO_LOCALES = ["en", "de"] as const;
export type DemoLocale = (typeof DEMO_LOCALES)[number];

/** How much of a shop is made. Tests make a small one. */
export interface ShopSize {
  people: number;
  /** Length of its history. */
  days: number;
}

export const SHOP_SIZE: ShopSize = { people: 5_000, days: 730 };

/** The seed of every demo shop: whoever opens one sees the same shop. */
export const DEMO_SEED = 20_260;

/** Something the shop sells; `price` in cents. */
export interface ShopProduct {
  sku: string;
  name: string;
  description: string;
  category: string;
  price: number;
  stock: number | null;
}

/** Purposes people can allow: the two topics, and being measured. */
export const PURPOSES = ["newsletter", "offers", "tracking"] as const;
export type Purpose = (typeof PURPOSES)[number];

/** One thing a person declared about one purpose. */
export interface ShopDeclaration {
  purpose: Purpose;
  action: "grant" | "withdraw";
  basis: "consent_double_opt_in" | "existing_customer";
  at: Date;
}

export interface ShopOrder {
  number: string;
  at: Date;
  /** Article and how many of it. */
  lines: { product: ShopProduct; quantity: number }[];
}

/** Somebody who does not exist. */
export interface ShopPerson {
  /** 0, 1, 2 … in the order in which they came. */
  index: number;
  email: string;
  number: string;
  firstName: string;
  lastName: string;
  phone: string | null;
  locale: string;
  timeZone: string | null;
  attributes: Record<string, AttributeValue>;
  joinedAt: Date;
  declarations: ShopDeclaration[];
  orders: ShopOrder[];
  /** 0 to 1: how readily they open, click and buy. */
  eagerness: number;
  /** The category they like best. */
  favourite: string;
}

/** A whole made-up shop: everything but its campaigns. */
export interface Shop {
  products: ShopProduct[];
  people: ShopPerson[];
}
