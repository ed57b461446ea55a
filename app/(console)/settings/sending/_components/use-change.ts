"use client";

import { useRouter } from "next/navigation";
import { useCallErrorText } from "@/app/_ui/error-text";
import { toast } from "@/app/_ui/toast";

/**
 * What every small change here does afterwards: says so and shows the page as it is now. A failed one
 * says why; the page may be out of date, so it is read again, too.
 */
export function useChange(done: string | null) {
  const router = useRouter();
  const text = useCallErrorText();
  return {
    onSuccess: () => {
      if (done !== null) toast.success(done);
      router.refresh();
    },
    onError: (error: unknown) => {
      toast.error(text(error));
      router.refresh();
    },
  };
}
