"use client";

import { useMutation } from "@tanstack/react-query";
import { Check, Pencil, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { useCallErrorText } from "@/app/_ui/error-text";
import { Field } from "@/app/_ui/field";
import { IconButton } from "@/app/_ui/icon-button";
import { Input } from "@/app/_ui/input";
import { NumberText } from "@/app/_ui/number";
import { Select } from "@/app/_ui/select";
import { TextLink } from "@/app/_ui/text-link";
import { DateTime } from "@/app/_ui/time";
import { UserText } from "@/app/_ui/user-text";
import type { AttributeDefinition, PersonPage } from "@/server/contacts";

type Value = string | number | boolean | null | undefined;

function textOf(value: Value): string {
  return value === null || value === undefined ? "" : String(value);
}

/** The workspace's own fields of a person, each edited in its place. */
export function AttributeList({ person, mayWrite }: { person: PersonPage; mayWrite: boolean }) {
  const t = useTranslations("contacts.attributes");
  const [editing, setEditing] = useState<string | null>(null);
  if (person.definitions.length === 0) {
    return (
      <p className="text-ink-muted">
        {t.rich("noneYet", {
          link: (text) => <TextLink href="/contacts/attributes">{text}</TextLink>,
        })}
      </p>
    );
  }
  return (
    <ul className="divide-y divide-line rounded-md border bg-surface">
      {person.definitions.map((definition) => {
        const value = person.attributes[definition.key];
        return (
          <li key={definition.key} className="min-h-10 px-3 py-1.5">
            {editing === definition.key ? (
              <EditAttribute
                definition={definition}
                person={person}
                onDone={() => setEditing(null)}
              />
            ) : (
              <div className="flex items-center gap-2">
                <UserText className="w-28 shrink-0 break-words text-ink-muted">
                  {definition.label}
                </UserText>
                <span className="min-w-0 flex-1 break-words">
                  <AttributeText type={definition.type} value={value} />
                </span>
                {mayWrite ? (
                  <IconButton
                    icon={Pencil}
                    size="small"
                    variant="ghost"
                    label={t("editOne", { label: definition.label })}
                    onClick={() => setEditing(definition.key)}
                  />
                ) : null}
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** A stored value as people read it. */
export function AttributeText({ type, value }: { type: string; value: Value }) {
  const common = useTranslations("common");
  if (value === null || value === undefined) return <span className="text-ink-faint">–</span>;
  if (typeof value === "boolean") return value ? common("yes") : common("no");
  if (typeof value === "number") return <NumberText value={value} digits={9} />;
  const isDay = type === "date" && /^\d{4}-\d{2}-\d{2}$/.test(value);
  // Noon: a bare day must not slip into its neighbour in any zone of the world that we show.
  if (isDay) return <DateTime at={`${value}T12:00:00Z`} withTime={false} />;
  return <UserText>{value}</UserText>;
}

interface EditAttributeProps {
  definition: AttributeDefinition;
  person: PersonPage;
  onDone: () => void;
}

function EditAttribute({ definition, person, onDone }: EditAttributeProps) {
  const t = useTranslations("contacts.attributes");
  const common = useTranslations("common");
  const errorText = useCallErrorText();
  const trpc = useTRPC();
  const router = useRouter();
  const before = textOf(person.attributes[definition.key]);
  const [typed, setTyped] = useState(before);
  const save = useMutation(
    trpc.contacts.setAttribute.mutationOptions({
      onSuccess: () => {
        onDone();
        router.refresh();
      },
    }),
  );

  function submit(event: FormEvent) {
    event.preventDefault();
    const { key } = definition;
    if (!save.isPending) save.mutate({ id: person.id, key, before, value: typed });
  }

  return (
    <form
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === "Escape") onDone();
      }}
      className="flex items-end gap-1.5 py-1"
      noValidate
    >
      <Field
        label={<UserText>{definition.label}</UserText>}
        error={save.error ? errorText(save.error) : undefined}
        className="flex-1"
      >
        {definition.type === "boolean" ? (
          <Select
            value={typed}
            onValueChange={setTyped}
            options={[
              { value: "", label: common("none") },
              { value: "true", label: common("yes") },
              { value: "false", label: common("no") },
            ]}
          />
        ) : (
          <Input
            autoFocus
            type={definition.type === "date" ? "date" : "text"}
            inputMode={definition.type === "number" ? "decimal" : undefined}
            value={typed}
            onValueChange={setTyped}
            translate="no"
            placeholder={definition.type === "number" ? t("numberHint") : undefined}
          />
        )}
      </Field>
      <IconButton icon={Check} type="submit" variant="primary" label={common("save")} />
      <IconButton icon={X} variant="ghost" label={common("cancel")} onClick={onDone} />
    </form>
  );
}
