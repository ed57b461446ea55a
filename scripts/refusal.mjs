/**
 * A start that cannot go on, in one sentence a person can act on.
 * Everything else that is thrown is a defect and keeps its stack.
 */
export class Refusal extends Error {
  /** @param {string} sentence @param {string} [code] closed code for machine readers */
  constructor(sentence, code = "REFUSED") {
    super(sentence);
    this.name = "Refusal";
    this.code = code;
  }
}

/** Runs a script's main function; a Refusal becomes its sentence on stderr and exit code 1. */
export async function runScript(main) {
  try {
    process.exitCode = (await main()) ?? process.exitCode ?? 0;
  } catch (error) {
    console.error(error instanceof Refusal ? `kairos: ${error.message}` : error);
    process.exitCode = 1;
  }
}

/** The last lines of a log text, for a sentence that ends on the reason. */
export function lastLines(text, count = 15) {
  return text.trimEnd().split("\n").slice(-count).join("\n");
}
