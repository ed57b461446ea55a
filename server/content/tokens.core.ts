/**
 * Opaque stand-ins for merge tags while React renders. React would escape the quotes of
 * `{{ x | default: "du" }}` and break the Liquid; capitals and digits pass through unharmed.
 */
export interface TokenBook {
  /** The stand-in for a piece of Liquid; each call gives a new one. */
  put(liquid: string): string;
  /** Puts the Liquid back; text that only looks like Liquid is made inert first. */
  restore(rendered: string): string;
}

/**
 * `{{ "{" }}` prints a brace: text that only looks like Liquid stays text. A brace at the end as
 * well: what is put behind it may begin with another.
 */
export function inertLiquid(text: string): string {
  return text.replace(/\{(?=[{%]|$)/g, '{{ "{" }}');
}

/** `content` is everything that will be rendered: the stand-in's prefix must not occur in it. */
export function tokenBook(content: string): TokenBook {
  let serial = 0;
  while (content.includes(`ZQX${serial}Q`)) serial++;
  const prefix = `ZQX${serial}Q`;
  const pieces: string[] = [];
  const pattern = new RegExp(`(${prefix}\\d+QZX)`);
  return {
    put(liquid) {
      pieces.push(liquid);
      return `${prefix}${pieces.length - 1}QZX`;
    },
    restore(rendered) {
      return rendered
        .split(pattern)
        .map((part) => {
          if (!pattern.test(part)) return inertLiquid(part);
          return pieces[Number(part.slice(prefix.length, -3))] ?? "";
        })
        .join("");
    },
  };
}
