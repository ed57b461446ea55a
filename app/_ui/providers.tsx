"use client";

import { Tooltip } from "@base-ui/react/tooltip";
import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { type ReactNode, useEffect } from "react";
import { THEME_KEY } from "./theme-key";

/** What every screen stands in: theme, tooltips that share their delay, and typed query strings. */
export function Providers({ nonce, children }: { nonce?: string; children: ReactNode }) {
  // Says that the page answers to clicks by now: for tests, and for anybody who scripts it.
  useEffect(() => {
    document.documentElement.dataset.ready = "true";
  }, []);
  return (
    <ThemeProvider
      attribute="class"
      defaultTheme="system"
      enableSystem
      disableTransitionOnChange
      storageKey={THEME_KEY}
      nonce={nonce}
    >
      <NuqsAdapter>
        <Tooltip.Provider delay={400}>{children}</Tooltip.Provider>
      </NuqsAdapter>
    </ThemeProvider>
  );
}
