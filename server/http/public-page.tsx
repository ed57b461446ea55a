import { createHash } from "node:crypto";
import type { ReactNode } from "react";
import { publicStyle } from "./public-style";

/** Whose page it is: pages of a message wear the brand, faults of a link wear nothing. */
export interface PublicBrand {
  name: string;
  colour: string;
  logoUrl: string | null;
}

export interface PublicPage {
  status: number;
  /** BCP 47 tag of the page's texts. */
  language: string;
  title: string;
  brand: PublicBrand | null;
  children: ReactNode;
  footer?: ReactNode;
}

function headersOf(style: string, logoUrl: string | null): HeadersInit {
  const hash = createHash("sha256").update(style).digest("base64");
  const pictures = ["'self'", "data:", ...(logoUrl ? [new URL(logoUrl).origin] : [])].join(" ");
  return {
    "content-type": "text/html; charset=utf-8",
    // The address of the page is a capability: it is neither kept, nor passed on, nor indexed.
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex, nofollow",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "content-security-policy": [
      "default-src 'none'",
      `style-src 'sha256-${hash}'`,
      `img-src ${pictures}`,
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join("; "),
  };
}

function Brand({ brand }: { brand: PublicBrand }) {
  return (
    <header className="brand" translate="no">
      {brand.logoUrl ? (
        // A plain picture: this page is static HTML and has no image loader.
        // biome-ignore lint/performance/noImgElement: next/image needs a script
        <img src={brand.logoUrl} alt={brand.name} />
      ) : (
        <>
          <span className="mark" aria-hidden="true" />
          <span>{brand.name}</span>
        </>
      )}
    </header>
  );
}

/**
 * A page that is opened from a message: static HTML without any script, its status exact, its
 * headers strict. `children` may use only elements and the classes of `publicStyle`.
 */
export async function renderPublicPage(page: PublicPage): Promise<Response> {
  // Dynamic, because a static import of react-dom/server breaks the build of a route.
  const { renderToStaticMarkup } = await import("react-dom/server");
  const style = publicStyle(page.brand?.colour ?? "");
  const html = renderToStaticMarkup(
    <html lang={page.language}>
      {/* biome-ignore lint/style/noHeadElement: a whole document of our own, not one of Next's */}
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        {/* None of its own: a browser would ask for /favicon.ico otherwise. */}
        <link rel="icon" href="data:," />
        <title>{page.title}</title>
        <style>{style}</style>
      </head>
      <body>
        <div className="page">
          {page.brand ? <Brand brand={page.brand} /> : null}
          <main>{page.children}</main>
          {page.footer ? <footer>{page.footer}</footer> : null}
        </div>
      </body>
    </html>,
  );
  return new Response(`<!doctype html>${html}`, {
    status: page.status,
    headers: headersOf(style, page.brand?.logoUrl ?? null),
  });
}
