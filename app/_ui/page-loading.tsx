import { useTranslations } from "next-intl";
import { Skeleton, SkeletonTable } from "./skeleton";

/**
 * The shape most screens have: title line, then rows. Shown by the `loading.tsx` of each page that
 * stands alone, never above the page of one object (`[id]`): an answer that has begun with a
 * skeleton has said 200 and cannot become a 404 any more.
 */
export function PageLoading() {
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
