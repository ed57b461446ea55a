import { useTranslations } from "next-intl";
import { UserText } from "@/app/_ui/user-text";

/** A column of the file by its header, or by its place when it has none. */
export function ColumnName({ name, column }: { name: string | undefined; column: number }) {
  const t = useTranslations("imports.preview");
  return name ? <UserText>{name}</UserText> : t("noName", { number: column + 1 });
}
