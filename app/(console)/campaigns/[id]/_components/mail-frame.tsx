"use client";

import { useEffect, useRef, useState } from "react";

interface MailFrameProps {
  html: string;
  /** Width of the imagined screen, in CSS pixels. */
  width: number;
  title: string;
}

const HEIGHT = 560;

// React's types do not know the attribute; Chromium enforces it, others have the sandbox alone.
const POLICY: Record<string, string> = {
  csp: "default-src 'none'; img-src http: https: data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'",
};

/**
 * A mail's HTML, unchanged, where it can do nothing: no script, no form, no navigation of the page,
 * no origin. Wider mails are scaled down to the room there is.
 */
export function MailFrame({ html, width, title }: MailFrameProps) {
  const box = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(width);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setRoom(entry.contentRect.width);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const scale = Math.min(1, room / width);
  return (
    <div
      ref={box}
      className="overflow-hidden rounded-md border bg-[#f1f3f6]"
      style={{ height: HEIGHT }}
    >
      <iframe
        {...POLICY}
        sandbox=""
        srcDoc={html}
        title={title}
        className="mx-auto block bg-white"
        style={{
          width,
          height: HEIGHT / scale,
          transform: scale < 1 ? `scale(${scale})` : undefined,
          transformOrigin: "0 0",
          colorScheme: "light",
        }}
      />
    </div>
  );
}
