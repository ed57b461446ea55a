"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { Select } from "@/app/_ui/select";
import { UserText } from "@/app/_ui/user-text";
import type { AttributeDefinition } from "@/server/contacts";
import type { TopicChoice } from "./filter-bar";
import type { ListState } from "./list-params";

type Filter = Pick<
  ListState,
  | "topicId"
  | "consent"
  | "hasOrders"
  | "locale"
  | "createdFrom"
  | "createdTo"
  | "attributeKey"
  | "attributeValue"
>;

const NONE: Filter = {
  topicId: null,
  consent: null,
  hasOrders: null,
  locale: null,
  createdFrom: null,
  createdTo: null,
  attributeKey: null,
  attributeValue: null,
};

// The select needs a text for "any"; no id, language or key is empty.
const ANY = "";

interface FilterFormProps {
  state: ListState;
  topics: readonly TopicChoice[];
  onApply: (filter: Filter) => void;
}

/** All filters as one short form; they take effect together. */
export function FilterForm({ state, topics, onApply }: FilterFormProps) {
  const t = useTranslations("contacts.filter");
  const trpc = useTRPC();
  const choices = useQuery(trpc.contacts.filterChoices.queryOptions());
  const languages = new Intl.DisplayNames([useLocale()], { type: "language" });
  const [filter, setFilter] = useState<Filter>(() => ({
    topicId: state.topicId,
    consent: state.consent,
    hasOrders: state.hasOrders,
    locale: state.locale,
    createdFrom: state.createdFrom,
    createdTo: state.createdTo,
    attributeKey: state.attributeKey,
    attributeValue: state.attributeValue,
  }));
  const set = (next: Partial<Filter>) => setFilter((now) => ({ ...now, ...next }));
  const any = { value: ANY, label: t("any") };

  function submit(event: FormEvent) {
    event.preventDefault();
    const isConsent = filter.topicId && filter.consent;
    onApply({ ...filter, ...(isConsent ? {} : { topicId: null, consent: null }) });
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <div className="grid grid-cols-2 gap-3">
        <Field label={t("topic")}>
          <Select
            value={filter.topicId ?? ANY}
            onValueChange={(id) =>
              set({ topicId: id || null, consent: id ? (filter.consent ?? "yes") : null })
            }
            options={[
              any,
              ...topics.map((topic) => ({
                value: topic.id,
                label: <UserText>{topic.name}</UserText>,
                hint: <UserText>{topic.brandName}</UserText>,
              })),
            ]}
          />
        </Field>
        <Field label={t("consent")} disabled={!filter.topicId}>
          <Select
            value={filter.consent ?? ANY}
            disabled={!filter.topicId}
            onValueChange={(value) => set({ consent: value === "no" ? "no" : "yes" })}
            options={[
              { value: "yes", label: t("granted") },
              { value: "no", label: t("notGranted") },
            ]}
            placeholder={t("any")}
          />
        </Field>
        <Field label={t("orders")}>
          <Select
            value={filter.hasOrders ?? ANY}
            onValueChange={(value) =>
              set({ hasOrders: value === "yes" || value === "no" ? value : null })
            }
            options={[
              any,
              { value: "yes", label: t("withOrders") },
              { value: "no", label: t("withoutOrders") },
            ]}
          />
        </Field>
        <Field label={t("language")}>
          <Select
            value={filter.locale ?? ANY}
            onValueChange={(value) => set({ locale: value || null })}
            options={[
              any,
              ...(choices.data?.locales ?? []).map((locale) => ({
                value: locale,
                label: <UserText>{languages.of(locale) ?? locale}</UserText>,
              })),
            ]}
          />
        </Field>
        <Field label={t("createdFrom")}>
          <Input
            type="date"
            value={filter.createdFrom ?? ""}
            onValueChange={(value) => set({ createdFrom: value || null })}
          />
        </Field>
        <Field label={t("createdTo")}>
          <Input
            type="date"
            value={filter.createdTo ?? ""}
            onValueChange={(value) => set({ createdTo: value || null })}
          />
        </Field>
        <AttributeFields
          attributes={choices.data?.attributes ?? []}
          filter={filter}
          onChange={set}
        />
      </div>
      <div className="flex justify-between gap-2">
        <Button variant="ghost" onClick={() => onApply(NONE)}>
          {t("reset")}
        </Button>
        <Button type="submit" variant="primary">
          {t("apply")}
        </Button>
      </div>
    </form>
  );
}

interface AttributeFieldsProps {
  attributes: readonly AttributeDefinition[];
  filter: Filter;
  onChange: (next: Partial<Filter>) => void;
}

/** One attribute and the value it has; the control follows the attribute's type. */
function AttributeFields({ attributes, filter, onChange }: AttributeFieldsProps) {
  const t = useTranslations("contacts.filter");
  const common = useTranslations("common");
  const any = { value: ANY, label: t("any") };
  const chosen = attributes.find((one) => one.key === filter.attributeKey);
  if (attributes.length === 0) return null;
  return (
    <>
      <Field label={t("attribute")}>
        <Select
          value={filter.attributeKey ?? ANY}
          onValueChange={(key) => onChange({ attributeKey: key || null, attributeValue: null })}
          options={[
            any,
            ...attributes.map((one) => ({
              value: one.key,
              label: <UserText>{one.label}</UserText>,
            })),
          ]}
        />
      </Field>
      {chosen ? (
        <Field label={t("attributeValue")} hint={t("attributeValueHint")}>
          {chosen.type === "boolean" ? (
            <Select
              value={filter.attributeValue ?? ANY}
              onValueChange={(value) => onChange({ attributeValue: value || null })}
              options={[
                { value: ANY, label: common("none") },
                { value: "true", label: common("yes") },
                { value: "false", label: common("no") },
              ]}
            />
          ) : (
            <Input
              type={chosen.type === "date" ? "date" : "text"}
              inputMode={chosen.type === "number" ? "decimal" : undefined}
              translate="no"
              value={filter.attributeValue ?? ""}
              onValueChange={(value) => onChange({ attributeValue: value || null })}
            />
          )}
        </Field>
      ) : null}
    </>
  );
}
