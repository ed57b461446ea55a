"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/app/_trpc/client";
import { Combobox } from "@/app/_ui/combobox";
import { useCallErrorText } from "@/app/_ui/error-text";
import { TextLink } from "@/app/_ui/text-link";
import { toast } from "@/app/_ui/toast";
import { UserText } from "@/app/_ui/user-text";
import type { Campaign } from "./campaign";

type Part = "include" | "exclude";

/** Whom a campaign is for: segments in and segments out. Nobody chosen means everybody. */
export function TargetChoice({
  campaign,
  isReadOnly,
}: {
  campaign: Campaign;
  isReadOnly: boolean;
}) {
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const errorText = useCallErrorText();
  const choices = useQuery(trpc.campaigns.segments.queryOptions());
  const setTarget = useMutation({
    ...trpc.campaigns.setTarget.mutationOptions(),
    onSuccess: async () => {
      await queries.invalidateQueries(trpc.campaigns.audience.queryFilter());
      router.refresh();
    },
    onError: (error) => toast.error(errorText(error)),
  });
  // What was just chosen stands at once; the server's word replaces it.
  const target = setTarget.isPending ? setTarget.variables.target : campaign.target;
  const change = (part: Part, ids: string[]) =>
    setTarget.mutate({ id: campaign.id, target: { ...target, [part]: ids } });
  const parts: Part[] =
    isReadOnly && target.exclude.length === 0 ? ["include"] : ["include", "exclude"];
  return (
    <div className="flex flex-col gap-3">
      {parts.map((part) => (
        <SegmentsField
          key={part}
          part={part}
          chosen={target[part]}
          taken={[...target.include, ...target.exclude]}
          segments={choices.data ?? []}
          isReadOnly={isReadOnly}
          onChange={(ids) => change(part, ids)}
        />
      ))}
    </div>
  );
}

interface SegmentsFieldProps {
  part: Part;
  chosen: readonly string[];
  taken: readonly string[];
  segments: readonly { id: string; name: string }[];
  isReadOnly: boolean;
  onChange: (ids: string[]) => void;
}

function SegmentsField(props: SegmentsFieldProps) {
  const { part, chosen, taken, segments, isReadOnly, onChange } = props;
  const t = useTranslations("campaigns.editor.target");
  const nameOf = (id: string) => segments.find((segment) => segment.id === id)?.name ?? "…";
  const offered = segments.filter((segment) => !taken.includes(segment.id));
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5">
      <legend className="mb-1.5 font-medium text-sm">{t(part)}</legend>
      {chosen.length > 0 ? (
        <ul className="flex flex-wrap gap-1.5">
          {chosen.map((id) => (
            <li
              key={id}
              className="inline-flex h-7 max-w-full items-center gap-1 rounded-md bg-sunken pl-2 text-sm"
            >
              <TextLink href={`/segments/${id}`} className="min-w-0 truncate">
                <UserText>{nameOf(id)}</UserText>
              </TextLink>
              {isReadOnly ? (
                <span className="w-1" />
              ) : (
                <button
                  type="button"
                  aria-label={t("remove", { name: nameOf(id) })}
                  onClick={() => onChange(chosen.filter((one) => one !== id))}
                  className="flex size-7 shrink-0 items-center justify-center rounded-md text-ink-muted hover:bg-hover hover:text-ink [&_svg]:size-3.5"
                >
                  <X aria-hidden />
                </button>
              )}
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-ink-muted text-sm">{t(part === "include" ? "everybody" : "nobody")}</p>
      )}
      {isReadOnly || offered.length === 0 ? null : (
        <Combobox
          key={chosen.join(" ")}
          aria-label={t(part === "include" ? "addInclude" : "addExclude")}
          placeholder={t(part === "include" ? "addInclude" : "addExclude")}
          options={offered.map(({ id, name }) => ({ value: id, label: name }))}
          value={null}
          onValueChange={(id) => (id ? onChange([...chosen, id]) : undefined)}
          isUserData
        />
      )}
    </fieldset>
  );
}
