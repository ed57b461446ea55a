"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { useCallErrorText } from "@/app/_ui/error-text";
import { Field } from "@/app/_ui/field";
import { Textarea } from "@/app/_ui/textarea";
import { DateTime } from "@/app/_ui/time";
import { toast } from "@/app/_ui/toast";
import { UserText } from "@/app/_ui/user-text";
import type { ReviewKind } from "@/server/campaigns/schemas";
import type { Campaign } from "./campaign";

interface ReviewPanelProps {
  campaign: Campaign;
  revision: number;
  /** Whether all that was written has been saved: only that can be judged. */
  isSaved: boolean;
}

type Review = "none" | "requested" | "approved" | "returned";

/** The steps somebody may take next; approved by oneself, a campaign simply goes. */
function stepsOf(review: Review, mayReview: boolean): ReviewKind[] {
  switch (review) {
    case "requested":
      return mayReview ? ["returned", "approved"] : ["withdrawn"];
    case "approved":
      return mayReview ? ["returned"] : [];
    case "none":
    case "returned":
      return mayReview ? [] : ["requested"];
    default: {
      const never: never = review;
      return never;
    }
  }
}

/** Who may not send asks here, who may send answers; an answer is about one revision only. */
export function ReviewPanel({ campaign, revision, isSaved }: ReviewPanelProps) {
  const t = useTranslations("campaigns.review");
  const trpc = useTRPC();
  // A change since makes what was said void.
  const review = revision === campaign.revision ? (campaign.review as Review) : "none";
  const kinds = stepsOf(review, campaign.mayReview);
  const isSilent = campaign.mayReview && kinds.length === 0;
  const reviews = useQuery(
    trpc.campaigns.reviews.queryOptions(
      { id: campaign.id },
      { enabled: review !== "none" && !isSilent },
    ),
  );
  const last = reviews.data?.[0];
  if (isSilent) return null;
  return (
    <section aria-label={t("title")} className="mb-4 flex flex-col gap-3">
      <Banner tone={review === "approved" ? "ok" : "info"} title={t(`state.${review}`)}>
        {last && review !== "none" ? (
          <>
            <UserText>{last.byName ?? ""}</UserText>, <DateTime at={last.at} />
            {last.note ? (
              <UserText className="mt-1 block whitespace-pre-wrap text-ink">{last.note}</UserText>
            ) : null}
          </>
        ) : (
          t("text")
        )}
      </Banner>
      {kinds.length > 0 ? (
        <Steps campaignId={campaign.id} revision={revision} kinds={kinds} isSaved={isSaved} />
      ) : null}
    </section>
  );
}

interface StepsProps {
  campaignId: string;
  revision: number;
  kinds: readonly ReviewKind[];
  isSaved: boolean;
}

function Steps({ campaignId, revision, kinds, isSaved }: StepsProps) {
  const t = useTranslations("campaigns.review");
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const errorText = useCallErrorText();
  const [note, setNote] = useState("");
  const step = useMutation({
    ...trpc.campaigns.review.mutationOptions(),
    onSuccess: async (_, { kind }) => {
      setNote("");
      toast.success(t(`done.${kind}`));
      await queries.invalidateQueries(trpc.campaigns.reviews.queryFilter());
      router.refresh();
    },
    onError: (error) => toast.error(errorText(error)),
  });
  return (
    <div className="flex max-w-prose flex-col gap-3">
      {kinds.includes("withdrawn") ? null : (
        <Field label={t("note")} isOptional>
          <Textarea
            value={note}
            onChange={(event) => setNote(event.target.value)}
            rows={2}
            maxLength={2000}
          />
        </Field>
      )}
      <div className="flex flex-wrap gap-2">
        {kinds.map((kind) => (
          <Button
            key={kind}
            variant={kind === "approved" || kind === "requested" ? "primary" : "secondary"}
            disabled={!isSaved || step.isPending}
            onClick={() => step.mutate({ id: campaignId, revision, kind, note })}
          >
            {t(`step.${kind}`)}
          </Button>
        ))}
      </div>
    </div>
  );
}
