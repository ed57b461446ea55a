import createNextIntlPlugin from "next-intl/plugin";

/** @type {import("next").NextConfig} */
const config = {
  // A running copy keeps the build it started with, whatever is built meanwhile: scripts/build.mjs.
  distDir: process.env.KAIROS_BUILD || ".next",
  poweredByHeader: false,
  reactStrictMode: true,
  // Loaded at run time by Node: they open sockets, spawn workers or read their own files.
  serverExternalPackages: ["pg", "pg-boss", "nodemailer", "pino", "smtp-server"],
  // The supervisor runs check and build as separate steps; a build need not repeat the type check.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
  // The content security policy changes with every answer: see proxy.ts.
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "X-Content-Type-Options", value: "nosniff" },
        { key: "X-Frame-Options", value: "DENY" },
        // Addresses of this site hold signed tokens: no other site is told where a click came from.
        { key: "Referrer-Policy", value: "same-origin" },
        {
          key: "Permissions-Policy",
          value: "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        },
        { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
      ],
    },
    // What is opened from a mail names its reader: not even we are told where they came from. This
    // file has the last word on a header, whatever the route says.
    ...["/t/:path*", "/unsubscribe/:path*", "/api/unsubscribe/:path*"].map((source) => ({
      source,
      headers: [{ key: "Referrer-Policy", value: "no-referrer" }],
    })),
    // A kept mail is shown in a sandboxed frame of our own page; its answer brings its own policy.
    {
      source: "/mailbox/:id/html",
      headers: [{ key: "X-Frame-Options", value: "SAMEORIGIN" }],
    },
  ],
  experimental: {
    serverActions: { bodySizeLimit: "1mb" },
  },
};

export default createNextIntlPlugin("./app/_i18n/request.ts")(config);
