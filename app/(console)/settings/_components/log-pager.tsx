"use client";

import { useRouter } from "next/navigation";
import { Pagination } from "@/app/_ui/pagination";

interface LogPagerProps {
  /** Address of the log; older entries stand at `?before=`. */
  path: string;
  last: string | number | undefined;
  isFirst: boolean;
  hasMore: boolean;
}

/** Through a log that is read from its newest entry on; nothing when it is one page. */
export function LogPager({ path, last, isFirst, hasMore }: LogPagerProps) {
  const router = useRouter();
  if (isFirst && !hasMore) return null;
  return (
    <Pagination
      onPrevious={isFirst ? undefined : () => router.back()}
      onNext={hasMore ? () => router.push(`${path}?before=${last}`) : undefined}
    />
  );
}
