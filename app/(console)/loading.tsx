import { useTranslations } from "next-intl";
import { Skeleton, SkeletonTable } from "@/app/_ui/skeleton";

/** The shape most screens have: title line, then rows. */
export default function Loading() {
  const t = useTranslations("common");
  return (
    <div>
      <p role="status" className="sr-only">
        {t("loading")}
      </p>
      <div className="mb-6 flex items-start justify-between">
        <Skeleton className="h-7 w-48" />
        <Skeleton className="h-9 w-32 rounded-md" />
      </div>
      <SkeletonTable />
    </div>
  );
}
