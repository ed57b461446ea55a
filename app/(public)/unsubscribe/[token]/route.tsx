import type { ReactNode } from "react";
import { faultPage } from "@/app/(public)/_components/fault-page";
import { LanguageLinks } from "@/app/(public)/_components/language-links";
import { type PublicTexts, publicTexts } from "@/app/(public)/_components/texts";
import {
  actOnUnsubscribe,
  getUnsubscribeView,
  readUnsubscribeToken,
  SAMPLE_TOKEN,
  type UnsubscribeTarget,
  type UnsubscribeView,
} from "@/server/consent";
import { UnsubscribeForm } from "@/server/consent/schemas";
import { asRecipient, readForm, renderPublicPage } from "@/server/http";
import { logger, randomToken, toAppError } from "@/server/kernel";
import { Choices } from "../_components/choices";
import { Result, UndoExpired } from "../_components/result";

interface Params {
  params: Promise<{ token: string }>;
}

function textsFor(request: Request, view: UnsubscribeView): PublicTexts {
  const { locale, timeZone } = view.kit.workspace;
  return publicTexts(request, {
    personLocale: view.personLocale,
    workspaceLocale: locale,
    timeZone,
  });
}

function page(
  view: UnsubscribeView,
  texts: PublicTexts,
  given: { status: number; body: ReactNode },
): Promise<Response> {
  const { brand, entity } = view.kit;
  return renderPublicPage({
    status: given.status,
    language: texts.locale,
    title: texts.t("unsubscribe.title"),
    brand,
    children: given.body,
    footer: (
      <>
        <span translate="no">{entity.name}</span>
        <LanguageLinks texts={texts} />
      </>
    ),
  });
}

async function showChoices(
  request: Request,
  target: UnsubscribeTarget,
  isChoiceMissing: boolean,
): Promise<Response> {
  const view = await asRecipient(target, (ctx) => getUnsubscribeView(ctx, target));
  const texts = textsFor(request, view);
  const visit = randomToken(12);
  const body = <Choices {...{ texts, view, visit, isChoiceMissing }} />;
  return page(view, texts, { status: isChoiceMissing ? 400 : 200, body });
}

/** Any failure as a page; the unforeseen is logged and changes nothing. */
async function withFaults(
  request: Request,
  given: { params: Params["params"]; work: (target: UnsubscribeTarget) => Promise<Response> },
): Promise<Response> {
  const { token } = await given.params;
  if (token === SAMPLE_TOKEN) return faultPage(request, "sample");
  const target = readUnsubscribeToken(token);
  if (!target) return faultPage(request, "invalid");
  try {
    return await given.work(target);
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.code === "LINK_INVALID") return faultPage(request, "invalid");
    logger("unsubscribe").error({ code: error.code, err: thrown }, "page failed");
    return faultPage(request, "failed");
  }
}

/** Shows what the link is about. Changes nothing, however often and by whatever it is fetched. */
export function GET(request: Request, { params }: Params): Promise<Response> {
  return withFaults(request, {
    params,
    work: (target) => showChoices(request, target, false),
  });
}

function formOf(data: FormData): UnsubscribeForm | null {
  const parsed = UnsubscribeForm.safeParse({
    ...Object.fromEntries(data),
    topicIds: data.getAll("topicIds"),
  });
  return parsed.success ? parsed.data : null;
}

/**
 * Acts on the page's form. The link itself is the permission (it can only reduce), so neither a
 * session nor an Origin is asked for: this page's own posts carry `Origin: null`.
 */
export function POST(request: Request, { params }: Params): Promise<Response> {
  return withFaults(request, { params, work: (target) => act(request, target) });
}

async function act(request: Request, target: UnsubscribeTarget): Promise<Response> {
  const data = await readForm(request);
  const form = data && formOf(data);
  if (!form) return showChoices(request, target, true);
  const visit = { userAgent: request.headers.get("user-agent") };
  try {
    const result = await asRecipient(target, (ctx) =>
      actOnUnsubscribe(ctx, target, { form, visit }),
    );
    const texts = textsFor(request, result.view);
    const body = <Result texts={texts} result={result} visit={form.visit} />;
    return await page(result.view, texts, { status: 200, body });
  } catch (thrown) {
    const { code } = toAppError(thrown);
    if (code === "VALUE_REQUIRED") return showChoices(request, target, true);
    if (code === "UNDO_EXPIRED") return showExpired(request, target);
    throw thrown;
  }
}

async function showExpired(request: Request, target: UnsubscribeTarget): Promise<Response> {
  const view = await asRecipient(target, (ctx) => getUnsubscribeView(ctx, target));
  const texts = textsFor(request, view);
  return page(view, texts, { status: 410, body: <UndoExpired texts={texts} /> });
}
