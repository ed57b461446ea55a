import { renderPublicPage } from "@/server/http";
import { LanguageLinks } from "./language-links";
import { publicTexts, STRANGER } from "./texts";

export type Fault = "invalid" | "failed" | "sample";

const STATUS: Record<Fault, number> = { invalid: 404, failed: 503, sample: 200 };

/** A page that says what is wrong with a link, in nobody's colours: nothing about a tenant is told. */
export function faultPage(request: Request, fault: Fault): Promise<Response> {
  const texts = publicTexts(request, STRANGER);
  const title = texts.t(`fault.${fault}Title`);
  return renderPublicPage({
    status: STATUS[fault],
    language: texts.locale,
    title,
    brand: null,
    children: (
      <>
        <h1>{title}</h1>
        <p className="muted">{texts.t(`fault.${fault}Text`)}</p>
      </>
    ),
    footer: <LanguageLinks texts={texts} />,
  });
}
