import type { ReactNode } from "react";
import { ApiProvider } from "@/app/_trpc/client";
import { Logo } from "@/app/_ui/logo";
import { LanguageChoice } from "./_components/language-choice";

/** Everything before one is inside: the mark, one thing to do, the language. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <ApiProvider>
      <div className="flex min-h-dvh flex-col bg-sunken">
        <header className="flex items-center justify-between gap-4 px-4 py-4 sm:px-8">
          <Logo withName />
          <LanguageChoice />
        </header>
        <main className="flex flex-1 flex-col items-center px-4 pt-6 pb-16 sm:pt-[8vh]">
          {children}
        </main>
      </div>
    </ApiProvider>
  );
}
