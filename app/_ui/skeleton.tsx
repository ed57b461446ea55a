import { cn } from "./cn";

/** A grey stand-in in the shape of what is coming. Hidden from screen readers. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden
      className={cn(
        "block h-4 animate-pulse-calm rounded-sm bg-hover motion-reduce:animate-none",
        className,
      )}
    />
  );
}

/** Stand-in of a table with `rows` rows. */
export function SkeletonTable({ rows = 8 }: { rows?: number }) {
  return (
    <div aria-hidden className="flex flex-col">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows are equal and never move.
        <div key={row} className="flex h-10 items-center gap-6 border-b px-3">
          <Skeleton className="w-1/4" />
          <Skeleton className="w-1/3" />
          <Skeleton className="ml-auto w-20" />
        </div>
      ))}
    </div>
  );
}
