export { type LetterReading, readLetter } from "./check";
export { letterColours } from "./colour.core";
export { type CompileInput, compileDraft, compileLetter } from "./compile";
export { type Footer, footerOf, imprintOf } from "./footer";
export {
  type LetterLinks,
  NOBODY,
  type RenderedLetter,
  type RenderInput,
  renderLetter,
} from "./render";
export {
  CLIPPING_BYTES,
  CompiledLetter,
  emptyLetter,
  LetterDocument,
  type LetterProblem,
  upgradeLetter,
} from "./schemas";
export { findVersion, freezeLetter } from "./versions";
