"use client";

import { Braces } from "lucide-react";
import { useTranslations } from "next-intl";
import { type RefObject, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Field } from "@/app/_ui/field";
import { IconButton } from "@/app/_ui/icon-button";
import { Input } from "@/app/_ui/input";
import { Popover } from "@/app/_ui/popover";
import { Select } from "@/app/_ui/select";
import { UserText } from "@/app/_ui/user-text";
import { insertAtCursor, mergeTag } from "./text-edits";

interface MergeTagPickerProps {
  /** The workspace's own fields on people. */
  attributes: readonly { key: string; label: string }[];
  field: RefObject<HTMLTextAreaElement | null>;
  value: string;
  onChange: (value: string) => void;
}

const STANDARD = ["first_name", "last_name", "email", "external_id"] as const;

/** Puts a person's data into a text, with the words that stand in for it when there is none. */
export function MergeTagPicker({ attributes, field, value, onChange }: MergeTagPickerProps) {
  const t = useTranslations("campaigns.editor.tags");
  const [isOpen, setOpen] = useState(false);
  const [variable, setVariable] = useState("contact.first_name");
  const [fallback, setFallback] = useState("");
  const options = [
    ...STANDARD.map((name) => ({ value: `contact.${name}`, label: t(name) as React.ReactNode })),
    { value: "brand.name", label: t("brand") as React.ReactNode },
    ...attributes.map(({ key, label }) => ({
      value: `contact.attributes.${key}`,
      label: <UserText>{label}</UserText>,
    })),
  ];

  function insert() {
    insertAtCursor(field, { value, onChange }, mergeTag(variable, fallback));
    setOpen(false);
    setFallback("");
  }

  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      align="end"
      title={t("title")}
      trigger={<IconButton icon={Braces} label={t("title")} size="small" />}
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          // The form of a popover lies inside the page's own in React's tree.
          event.stopPropagation();
          insert();
        }}
      >
        <Field label={t("variable")}>
          <Select options={options} value={variable} onValueChange={setVariable} />
        </Field>
        {variable === "brand.name" ? null : (
          <Field label={t("fallback")} hint={t("fallbackHint")} isOptional>
            <Input
              value={fallback}
              onValueChange={setFallback}
              placeholder={variable === "contact.first_name" ? t("fallbackSample") : undefined}
            />
          </Field>
        )}
        <Button type="submit" variant="primary" size="small" className="self-end">
          {t("insert")}
        </Button>
      </form>
    </Popover>
  );
}
