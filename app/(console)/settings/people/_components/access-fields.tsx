"use client";

import { useTranslations } from "next-intl";
import { Checkbox } from "@/app/_ui/checkbox";
import { RadioGroup } from "@/app/_ui/radio-group";
import { UserText } from "@/app/_ui/user-text";
import { type MemberInput, ROLES } from "@/server/workspaces/schemas";
import type { Brand } from "./types";

interface AccessFieldsProps {
  value: MemberInput;
  onChange: (value: MemberInput) => void;
  brands: readonly Brand[];
  /** Only owners make owners. */
  isOwner: boolean;
}

type Scope = "none" | "all" | "some";

const PERMISSION = "campaigns.send" as const;

/** Role, and for a marketer or analyst the permission to send. */
export function AccessFields({ value, onChange, brands, isOwner }: AccessFieldsProps) {
  const t = useTranslations("settings.people");
  const roles = useTranslations("auth.roles");
  const sendsByRole = value.role === "owner" || value.role === "admin";
  return (
    <div className="flex flex-col gap-6">
      <RadioGroup
        legend={t("role")}
        value={value.role}
        onValueChange={(role) => onChange({ ...value, role })}
        options={ROLES.filter((role) => isOwner || role !== "owner").map((role) => ({
          value: role,
          label: roles(role),
          hint: t(`roleHints.${role}`),
        }))}
      />
      {sendsByRole ? (
        <p className="text-ink-muted">{t("sendingByRole")}</p>
      ) : (
        <SendingFields
          grants={value.grants}
          brands={brands}
          onChange={(grants) => onChange({ ...value, grants })}
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
