import type { CSSProperties, ReactNode } from "react";
import type { Align } from "./props";

interface CellProps {
  align?: Align;
  /** Also as an attribute: Outlook reads nothing else on some versions. */
  background?: string;
  className?: string;
  style?: CSSProperties;
  children: ReactNode;
}

/**
 * A table of one cell as wide as its place, everything on the `td`. The `Section` of react-email
 * divides a style between `table` and `td`, and puts a class on the table alone.
 * @public
 */
export function Cell({ align = "left", background, className, style, children }: CellProps) {
  const ground = background ? { backgroundColor: background } : {};
  return (
    <table role="presentation" width="100%" border={0} cellPadding={0} cellSpacing={0}>
      <tbody>
        <tr>
          <td
            align={align}
            {...(background ? { bgcolor: background } : {})}
            className={className}
            style={{ ...style, ...ground, textAlign: align }}
          >
            {children}
          </td>
        </tr>
      </tbody>
    </table>
  );
}
