import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";

/** Files of the npm package `geist`, served by ourselves. */
export const geistSans = GeistSans;
export const geistMono = GeistMono;
