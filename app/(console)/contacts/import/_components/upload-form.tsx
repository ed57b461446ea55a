"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import { useErrorText } from "@/app/_ui/error-text";
import { FileDrop } from "@/app/_ui/file-drop";
import { Progress } from "@/app/_ui/progress";
import { RadioGroup } from "@/app/_ui/radio-group";
import { Panel } from "@/app/_ui/section";
import { type ImportKind, KINDS } from "@/server/imports/schemas";
import { type Upload, UploadError, uploadFile } from "./upload";

type KindChoice = "auto" | ImportKind;

/** Choose what is in the file and the file; a draft opens as soon as it has arrived. */
export function UploadForm({ workspaceId }: { workspaceId: string }) {
  const t = useTranslations("imports");
  const errorText = useErrorText();
  const router = useRouter();
  const [kind, setKind] = useState<KindChoice>("auto");
  const [file, setFile] = useState<File | null>(null);
  const [sent, setSent] = useState(0);
  const [error, setError] = useState<string | null>(null);
  const running = useRef<Upload | null>(null);

  async function send(chosen: File) {
    setFile(chosen);
    setSent(0);
    setError(null);
    const upload = uploadFile(
      chosen,
      { workspaceId, kind: kind === "auto" ? null : kind },
      setSent,
    );
    running.current = upload;
    try {
      const { id } = await upload.done;
      router.push(`/contacts/import/${id}`);
    } catch (failure) {
      setFile(null);
      const code = failure instanceof UploadError ? failure.code : null;
      if (code !== "ABORTED") setError(code ? errorText(code) : t("upload.failed"));
    }
  }

  return (
    <div className="flex max-w-2xl flex-col gap-6">
      <RadioGroup<KindChoice>
        legend={t("kind.legend")}
        value={kind}
        onValueChange={setKind}
        disabled={file !== null}
        options={[
          { value: "auto", label: t("kind.auto") },
          ...KINDS.map((value) => ({
            value,
            label: t(`kind.${value}`),
            hint: t(`kind.${value}Hint`),
          })),
        ]}
      />
      {file ? (
        <Panel className="flex flex-col gap-4">
          <Progress
            label={t.rich("upload.uploading", {
              name: () => <span translate="no">{file.name}</span>,
            })}
            done={Math.round(sent / 1024)}
            total={Math.max(1, Math.round(file.size / 1024))}
          />
          <Button className="self-start" onClick={() => running.current?.abort()}>
            {t("upload.cancel")}
          </Button>
        </Panel>
      ) : (
        <FileDrop
          label={t("upload.drop")}
          hint={t("upload.hint")}
          error={error ? `${error} ${t("upload.retry")}` : undefined}
          accept=".csv,.tsv,.txt,.gz,.zip,text/csv,text/plain,application/gzip,application/zip"
          onFile={(chosen) => void send(chosen)}
        />
      )}
    </div>
  );
}
