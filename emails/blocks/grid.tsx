import type { ReactNode } from "react";
import type { Grid } from "./props";

const GAP = 8;

interface GridRowProps {
  grid: Grid;
  children: ReactNode[];
  /** Stand-ins around single places, for those that may be missing. */
  around?: { begin: string; end: string }[];
}

/**
 * Places side by side that fall below each other where there is no room: inline blocks for every
 * program but Outlook, a ghost table for Outlook. Works without media queries.
 * @public
 */
export function GridRow({ grid, children, around }: GridRowProps) {
  const last = children.length - 1;
  return (
    <div style={{ fontSize: 0, textAlign: "left" }}>
      {grid.ghostOpen}
      {children.map((child, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rendered once; a place is its identity.
        <Place key={at} begin={around?.[at]?.begin} end={around?.[at]?.end}>
          {at > 0 ? grid.ghostNext[at - 1] : null}
          <div
            className="k-col"
            style={{
              display: "inline-block",
              width: "100%",
              maxWidth: `${grid.widths[at]}px`,
              verticalAlign: "top",
            }}
          >
            <table role="presentation" width="100%" border={0} cellPadding={0} cellSpacing={0}>
              <tbody>
                <tr>
                  <td
                    className="k-cell"
                    style={{
                      padding: `0 ${at === last ? 0 : GAP}px 0 ${at === 0 ? 0 : GAP}px`,
                    }}
                  >
                    {child}
                  </td>
                </tr>
              </tbody>
            </table>
          </div>
        </Place>
      ))}
      {grid.ghostClose}
    </div>
  );
}

function Place(props: { begin?: string; end?: string; children: ReactNode }) {
  return (
    <>
      {props.begin}
      {props.children}
      {props.end}
    </>
  );
}

/**
 * Columns that stay side by side on every screen: an ordinary table.
 * @public
 */
export function FixedRow({ grid, children }: { grid: Grid; children: ReactNode[] }) {
  const last = children.length - 1;
  const total = grid.widths.reduce((sum, width) => sum + width, 0);
  return (
    <table role="presentation" width="100%" border={0} cellPadding={0} cellSpacing={0}>
      <tbody>
        <tr>
          {children.map((child, at) => {
            const share = `${Math.round(((grid.widths[at] ?? 0) / total) * 100)}%`;
            const padding = `0 ${at === last ? 0 : GAP}px 0 ${at === 0 ? 0 : GAP}px`;
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: rendered once.
              <td key={at} width={share} style={{ width: share, padding, verticalAlign: "top" }}>
                {child}
              </td>
            );
          })}
        </tr>
      </tbody>
    </table>
  );
}
