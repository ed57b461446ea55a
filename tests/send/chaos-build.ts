import { readFileSync } from "node:fs";
import path from "node:path";
import { build, type Plugin } from "esbuild";
import type { Mutation } from "./mutants";

// Modules of CommonJS inside ask for Node's own at run time.
const BANNER =
  "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);";

/** Replaces each snippet where it stands; one that is not there exactly once is an error. */
function mutate(mutations: readonly Mutation[]): Plugin {
  const missing = new Set(mutations.map((one) => path.resolve(one.file)));
  return {
    name: "mutant",
    setup(bundle) {
      bundle.onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
        const own = mutations.filter((one) => path.resolve(one.file) === file);
        if (own.length === 0) return undefined;
        missing.delete(file);
        let contents = readFileSync(file, "utf8");
        for (const { find, replace } of own) {
          const count = contents.split(find).length - 1;
          if (count !== 1) throw new Error(`${count} times in ${path.basename(file)}: ${find}`);
          contents = contents.replace(find, () => replace);
        }
        return { contents, loader: "ts" };
      });
      bundle.onEnd(() => {
        if (missing.size > 0) throw new Error(`Not in the bundle: ${[...missing].join(", ")}`);
      });
    },
  };
}

/** One file that starts in a fraction of the time its sources would take. */
export async function bundleEntry(
  entry: string,
  folder: string,
  mutations: readonly Mutation[] = [],
): Promise<string> {
  const outfile = path.join(folder, `${path.basename(entry, ".ts")}.mjs`);
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    external: ["pg-native"],
    banner: { js: BANNER },
    plugins: [mutate(mutations)],
    logLevel: "error",
  });
  return outfile;
}
