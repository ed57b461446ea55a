import { Link } from "react-email";

/**
 * A piece of formatted text; merge tags have been replaced by stand-ins.
 * @public
 */
export type InlineNode =
  | { kind: "text"; text: string }
  | { kind: "break" }
  | { kind: "strong"; children: InlineNode[] }
  | { kind: "em"; children: InlineNode[] }
  | { kind: "link"; href: string; children: InlineNode[] };

/**
 * Formatted text inside a block.
 * @public
 */
export function Inlines({ nodes, linkColour }: { nodes: InlineNode[]; linkColour: string }) {
  return nodes.map((node, index) => {
    // Rendered once on the server: the place in the text is the only identity a piece has.
    const key = `${index}-${node.kind}`;
    switch (node.kind) {
      case "text":
        return node.text;
      case "break":
        return <br key={key} />;
      case "strong":
        return (
          <strong key={key}>
            <Inlines nodes={node.children} linkColour={linkColour} />
          </strong>
        );
      case "em":
        return (
          <em key={key}>
            <Inlines nodes={node.children} linkColour={linkColour} />
          </em>
        );
      case "link":
        return (
          <Link
            key={key}
            href={node.href}
            style={{ color: linkColour, textDecoration: "underline" }}
          >
            <Inlines nodes={node.children} linkColour={linkColour} />
          </Link>
        );
      default: {
        const never: never = node;
        return never;
      }
    }
  });
}
