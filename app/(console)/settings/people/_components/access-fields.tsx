"use client";

import { useTranslations } from "next-intl";
import { useFormContext, useWatch } from "react-hook-form";
import { Checkbox } from "@/app/_ui/checkbox";
import { RadioGroup } from "@/app/_ui/radio-group";
import { UserText } from "@/app/_ui/user-text";
import { type MemberInput, ROLES } from "@/server/workspaces/schemas";
import type { Brand } from "./types";

interface AccessFieldsProps {
  brands: readonly Brand[];
  /** Only owners make owners. */
  isOwner: boolean;
}

type Scope = "none" | "all" | "some";

const PERMISSION = "campaigns.send" as const;

/** Role, and for a marketer or analyst the permission to send: fields of the form around them. */
export function AccessFields({ brands, isOwner }: AccessFieldsProps) {
  const { control, setValue } = useFormContext<MemberInput>();
  const t = useTranslations("settings.people");
  const roles = useTranslations("auth.roles");
  const [role, grants] = useWatch({ control, name: ["role", "grants"] });
  const sendsByRole = role === "owner" || role === "admin";
  return (
    <div className="flex flex-col gap-6">
      <RadioGroup
        legend={t("role")}
        value={role}
        onValueChange={(next) => setValue("role", next)}
        options={ROLES.filter((each) => isOwner || each !== "owner").map((each) => ({
          value: each,
          label: roles(each),
          hint: t(`roleHints.${each}`),
        }))}
      />
      {sendsByRole ? (
        <p className="text-ink-muted">{t("sendingByRole")}</p>
      ) : (
        <SendingFields
          grants={grants}
          brands={brands}
          onChange={(next) => setValue("grants", next)}
        />
      )}
    </div>
  );
}

interface SendingFieldsProps {
  grants: MemberInput["grants"];
  onChange: (grants: MemberInput["grants"]) => void;
  brands: readonly Brand[];
}

/** For which brands somebody may send beyond the role. */
function SendingFields({ grants, onChange, brands }: SendingFieldsProps) {
  const t = useTranslations("settings.people");
  const ids = grants.map((grant) => grant.brandId);
  const scope: Scope = ids.includes(null) ? "all" : ids.length > 0 ? "some" : "none";
  const setBrands = (wanted: readonly (string | null)[]) =>
    onChange(wanted.map((brandId) => ({ permission: PERMISSION, brandId })));

  function changeScope(next: Scope) {
    if (next === "none") setBrands([]);
    else if (next === "all") setBrands([null]);
    else setBrands(brands.slice(0, 1).map((brand) => brand.id));
  }

  return (
    <div className="flex flex-col gap-3">
      <RadioGroup
        legend={t("sending")}
        value={scope}
        onValueChange={changeScope}
        options={[
          { value: "none", label: t("sendingNever") },
          { value: "all", label: t("sendingAll") },
          { value: "some", label: t("sendingSome") },
        ]}
      />
      {scope === "some" ? (
        <fieldset className="ml-7 flex flex-col gap-2">
          <legend className="sr-only">{t("sendingBrands")}</legend>
          {brands.map((brand) => (
            <Checkbox
              key={brand.id}
              label={<UserText>{brand.name}</UserText>}
              checked={ids.includes(brand.id)}
              onCheckedChange={(isChecked) =>
                setBrands(
                  isChecked ? [...ids, brand.id] : ids.filter((brandId) => brandId !== brand.id),
                )
              }
            />
          ))}
        </fieldset>
      ) : null}
    </div>
  );
}
