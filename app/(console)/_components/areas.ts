import {
  House,
  Inbox,
  type LucideIcon,
  Megaphone,
  Package,
  Settings,
  Shapes,
  ShieldCheck,
  UsersRound,
} from "lucide-react";
import type { Viewer } from "@/app/_trpc/server";

export type AreaId =
  | "home"
  | "contacts"
  | "segments"
  | "campaigns"
  | "consent"
  | "catalog"
  | "mailbox"
  | "settings";

export interface Area {
  id: AreaId;
  href: string;
  icon: LucideIcon;
  /** Second key of the "go to" shortcut. */
  key?: string;
}

type Permission = Viewer["permissions"][number];

const MAIN: (Area & { permission: Permission })[] = [
  { id: "home", href: "/", icon: House, key: "h", permission: "workspace.read" },
  { id: "contacts", href: "/contacts", icon: UsersRound, key: "c", permission: "contacts.read" },
  { id: "segments", href: "/segments", icon: Shapes, key: "e", permission: "contacts.read" },
  { id: "campaigns", href: "/campaigns", icon: Megaphone, key: "a", permission: "campaigns.read" },
  { id: "consent", href: "/consent", icon: ShieldCheck, key: "o", permission: "consent.read" },
  { id: "catalog", href: "/catalog", icon: Package, key: "p", permission: "catalog.read" },
];

const SETTINGS: Area = { id: "settings", href: "/settings", icon: Settings, key: "s" };
const MAILBOX: Area = { id: "mailbox", href: "/mailbox", icon: Inbox };

/** The areas somebody may enter: the daily ones above, the rare ones below. */
export function areasOf(viewer: Viewer): { main: Area[]; below: Area[] } {
  return {
    main: MAIN.filter((area) => viewer.permissions.includes(area.permission)),
    below: viewer.mailboxAvailable ? [MAILBOX, SETTINGS] : [SETTINGS],
  };
}

/** Whether a path belongs to an area; home is only itself. */
export function isWithin(path: string, href: string): boolean {
  return href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`);
}
