"use client";

import { signIn } from "next-auth/react";
import { useCallback, useState } from "react";

/** What went wrong, as a code; `seconds` says how long to wait. */
export interface SignInFault {
  code: string;
  seconds: number | null;
}

type Proof =
  | { kind: "password"; email: string; password: string }
  | { kind: "link"; token: string };

/** `RATE_LIMITED:840` as its parts; what is no code of ours becomes INTERNAL. */
function readFault(error: string | null | undefined): SignInFault {
  const [, code, seconds] = /^([A-Z_]+)(?::(\d+))?$/.exec(error ?? "") ?? [];
  return { code: code ?? "INTERNAL", seconds: seconds ? Number(seconds) : null };
}

/**
 * Signs in and goes on to `next` with a full load, so that nothing of the screen before stays.
 * `submit` resolves to true when the browser is on its way.
 */
export function useSignIn(next: string) {
  const [fault, setFault] = useState<SignInFault | null>(null);

  const submit = useCallback(
    async (proof: Proof): Promise<boolean> => {
      const { kind, ...given } = proof;
      setFault(null);
      // next-auth throws on an answer that is not its own: a lost connection, a refused origin.
      const answer = await signIn(kind, { ...given, redirect: false }).catch(() => null);
      if (!answer?.ok) {
        setFault(readFault(answer?.error));
        return false;
      }
      window.location.assign(next);
      return true;
    },
    [next],
  );

  return { submit, fault };
}
