"use client";

import { PageFailure } from "./_ui/page-failure";

export default function RootError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <main className="mx-auto max-w-xl px-4 py-24">
      <PageFailure error={error} onRetry={retry} />
    </main>
  );
}
