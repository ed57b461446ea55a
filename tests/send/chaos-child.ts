import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { ChaosReport } from "./chaos-run";

const ROOT = path.resolve(fileURLToPath(new URL("../..", import.meta.url)));

/** Runs the chaos as `npm run chaos` does, and reads its last line. */
export function chaos(
  flags: Record<string, string | number>,
): Promise<{ code: number | null; report: ChaosReport; output: string }> {
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(process.execPath, [path.join(ROOT, "scripts/lab.mjs"), "chaos", ...args], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => {
      const last = output.trim().split("\n").at(-1) ?? "";
      if (!last.startsWith("{")) reject(new Error(`The chaos ended with ${code}:\n${output}`));
      else resolve({ code, report: JSON.parse(last) as ChaosReport, output });
    });
  });
}
