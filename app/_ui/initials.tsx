import { cn } from "./cn";

interface InitialsProps {
  name: string;
  /** Colour of a brand; a ring, so that the letters keep their contrast. */
  colour?: string | null;
  size?: "small" | "medium";
  shape?: "round" | "square";
  className?: string;
}

function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/[\s._@-]+/u)
    .filter(Boolean);
  const first = [...(words[0] ?? "?")][0] ?? "?";
  const last = words.length > 1 ? ([...(words[1] ?? "")][0] ?? "") : "";
  return (first + last).toLocaleUpperCase();
}

/** Up to two letters in place of a picture; decoration beside the name itself. */
export function Initials({
  name,
  colour,
  size = "medium",
  shape = "round",
  className,
}: InitialsProps) {
  return (
    <span
      aria-hidden
      translate="no"
      style={colour ? { boxShadow: `inset 0 0 0 2px ${colour}` } : undefined}
      className={cn(
        "inline-flex shrink-0 items-center justify-center bg-pressed font-semibold text-ink",
        shape === "round" ? "rounded-full" : "rounded-md",
        size === "small" ? "size-6 text-[0.625rem]" : "size-8 text-xs",
        className,
      )}
    >
      {initialsOf(name)}
    </span>
  );
}
