"use client";

import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "@/app/_trpc/client";
import { readCodedError } from "@/app/_ui/error-text";
import { type BlockOf, IMAGE_MAX_BYTES } from "@/server/content/schemas";
import { useLetter } from "./letter-context";

export const IMAGE_TYPES = ["image/png", "image/jpeg", "image/gif"];

/** Its bytes in base64, as the server takes them. */
function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

/** Takes a picture in: a file chosen or dropped. The server looks at its bytes and names it. */
export function useUpload(block: BlockOf<"image">) {
  const { letter } = useLetter();
  const trpc = useTRPC();
  const send = useMutation(trpc.letters.addImage.mutationOptions());
  const add = useMutation({
    mutationFn: async (file: File) => {
      if (!IMAGE_TYPES.includes(file.type)) throw new Refused("UPLOAD_TYPE");
      if (file.size > IMAGE_MAX_BYTES) throw new Refused("UPLOAD_TOO_LARGE");
      return send.mutateAsync({ data: await base64Of(file) });
    },
    onSuccess: (image) => letter.editBlock(block, { image }),
  });
  const { error } = add;
  const code = error instanceof Refused ? error.code : error ? readCodedError(error).code : null;
  return {
    isBusy: add.isPending,
    /** Why the last file was not taken. */
    code,
    take: (file: File | undefined) => {
      if (file) add.mutate(file);
    },
  };
}

/** What this page sees before it asks the server. */
class Refused extends Error {
  readonly code: "UPLOAD_TYPE" | "UPLOAD_TOO_LARGE";
  constructor(code: "UPLOAD_TYPE" | "UPLOAD_TOO_LARGE") {
    super(code);
    this.code = code;
  }
}
