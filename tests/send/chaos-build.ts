import { readFileSync } from "node:fs";
import path from "node:path";
import type { Plugin } from "esbuild";
import { bundleProcesses } from "@/scripts/bundle.mjs";
import type { Mutation } from "./mutants";

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

/** One file of a process, with a guard taken out where that is asked for. */
export async function bundleEntry(
  entry: string,
  folder: string,
  mutations: readonly Mutation[] = [],
): Promise<string> {
  const name = path.basename(entry, ".ts");
  await bundleProcesses({ entries: { [name]: entry }, folder, plugins: [mutate(mutations)] });
  return path.join(folder, `${name}.mjs`);
}
