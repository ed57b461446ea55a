import createNextIntlPlugin from "next-intl/plugin";

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Loaded at run time by Node: they open sockets, spawn workers or read their own files.
  serverExternalPackages: ["pg", "pg-boss", "nodemailer", "pino", "smtp-server"],
  // The supervisor runs check and build as separate steps; a build need not repeat the type check.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
  experimental: {
    serverActions: { bodySizeLimit: "1mb" },
  },
};

export default createNextIntlPlugin("./app/_i18n/request.ts")(config);
