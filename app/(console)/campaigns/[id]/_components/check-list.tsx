"use client";

import { CircleAlert, CircleCheck, CircleX } from "lucide-react";
import { useTranslations } from "next-intl";
import { useErrorText } from "@/app/_ui/error-text";
import { UserText } from "@/app/_ui/user-text";
import type { CampaignCheck } from "./campaign";
import { variantName } from "./variant-bar";

type Finding = CampaignCheck["blockers"][number];

/** What must and what should be put right, apart from each other. */
export function CheckList({ check }: { check: CampaignCheck }) {
  const t = useTranslations("campaigns.checks");
  const { blockers, warnings } = check;
  if (blockers.length + warnings.length === 0) {
    return (
      <p className="flex items-center gap-2">
        <CircleCheck aria-hidden className="size-4 text-ok" />
        {t("allGood")}
      </p>
    );
  }
  return (
    <div className="flex flex-col gap-3">
      {blockers.length > 0 ? (
        <section aria-label={t("blockers")}>
          <h3 className="mb-1 font-medium text-sm">{t("blockers")}</h3>
          <Findings findings={blockers} isBlocking />
        </section>
      ) : null}
      {warnings.length > 0 ? (
        <section aria-label={t("warnings")}>
          <h3 className="mb-1 font-medium text-sm">{t("warnings")}</h3>
          <Findings findings={warnings} />
        </section>
      ) : null}
    </div>
  );
}

function Findings({ findings, isBlocking }: { findings: Finding[]; isBlocking?: boolean }) {
  return (
    <ul className="flex flex-col gap-1.5">
      {findings.map((finding) => (
        <li key={JSON.stringify(finding)} className="flex items-start gap-2">
          {isBlocking ? (
            <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
          ) : (
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
          )}
          <span className="min-w-0">
            {finding.variant === null ? null : (
              <strong className="font-medium">{variantName(finding.variant)}: </strong>
            )}
            <FindingText finding={finding} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function FindingText({ finding }: { finding: Finding }) {
  const t = useTranslations("campaigns.checks");
  const errorText = useErrorText();
  const { code, params } = finding;
  const name = () => <UserText isMono>{String(params.name ?? params.variable ?? "")}</UserText>;
  switch (code) {
    case "template":
      return (
        <>
          {errorText(String(params.code))} {name()}
        </>
      );
    case "link":
      return (
        <>
          {errorText("LINK_FORBIDDEN")} {name()}
        </>
      );
    case "data_missing":
      return t.rich("data_missing", {
        count: Number(params.count),
        isPartial: String(params.isPartial),
        name,
      });
    case "not_permitted":
      return t.rich("not_permitted", { brand: () => <UserText>{params.brand}</UserText> });
    case "from_domain_unverified":
    case "from_domain_advice":
    case "from_domain_failing":
      return t.rich(code, { domain: () => <UserText isMono>{params.domain}</UserText> });
    case "subject_long":
      return t("subject_long", { length: Number(params.length) });
    case "clipping":
      return t("clipping", { kilobytes: Number(params.kilobytes) });
    case "products_few":
      return t("products_few", { found: Number(params.found), count: Number(params.count) });
    case "subject_missing":
    case "text_missing":
    case "button_link_missing":
    case "button_label_missing":
    case "too_large":
    case "imprint_incomplete":
    case "audience_empty":
    case "topic_archived":
    case "demo_real_mail":
    case "preheader_missing":
    case "image_missing":
    case "image_alt_missing":
    case "link_empty":
    case "products_none":
    case "braces_typed":
      return t(code);
    default: {
      const never: never = code;
      return never;
    }
  }
}
