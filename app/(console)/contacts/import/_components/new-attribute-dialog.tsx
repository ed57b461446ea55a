"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogClose } from "@/app/_ui/dialog";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { Select } from "@/app/_ui/select";
import { ATTRIBUTE_TYPES, AttributeKey } from "@/server/contacts/schemas";
import type { ColumnLook } from "@/server/imports";
import type { Target } from "@/server/imports/schemas";
import { keyOf } from "./targets";

interface NewAttributeDialogProps {
  label: string;
  look: ColumnLook;
  onClose: () => void;
  onAdd: (target: Target) => void;
}

type AttributeType = (typeof ATTRIBUTE_TYPES)[number];

function typeOf(look: ColumnLook): AttributeType {
  return ATTRIBUTE_TYPES.find((type) => type === look.type) ?? "text";
}

/** Names a new attribute from within the mapping; the import makes it when it starts. */
export function NewAttributeDialog({ label, look, onClose, onAdd }: NewAttributeDialogProps) {
  const t = useTranslations("imports");
  const common = useTranslations("common");
  const form = useId();
  const [name, setName] = useState(label);
  const [type, setType] = useState<AttributeType>(typeOf(look));
  const [isFaulty, setFaulty] = useState(false);

  function add(event: FormEvent) {
    event.preventDefault();
    // The form stands in the dialog's portal, but React bubbles through the wizard.
    event.stopPropagation();
    const key = keyOf(name);
    if (!AttributeKey.safeParse(key).success) {
      setFaulty(true);
      return;
    }
    onAdd({ to: "attribute", key, label: name.trim(), type });
    onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={t("mapping.newTitle")}
      description={t("mapping.newText")}
      size="small"
      footer={
        <>
          <DialogClose render={<Button>{common("cancel")}</Button>} />
          <Button variant="primary" type="submit" form={form}>
            {t("mapping.newAdd")}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={add} className="flex flex-col gap-4">
        <Field label={t("mapping.newKey")} error={isFaulty ? t("mapping.keyTaken") : undefined}>
          <Input
            value={name}
            maxLength={80}
            onValueChange={(value) => {
              setName(value);
              setFaulty(false);
            }}
          />
        </Field>
        <Field label={t("mapping.newType")}>
          <Select
            value={type}
            onValueChange={setType}
            options={ATTRIBUTE_TYPES.map((value) => ({ value, label: t(`type.${value}`) }))}
          />
        </Field>
      </form>
    </Dialog>
  );
}
