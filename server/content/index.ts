export { readLetter } from "./check";
export { letterColours } from "./colour.core";
export { compileDraft } from "./compile";
export { type Footer, footerOf, imprintOf } from "./footer";
export { type LetterTracking, NOBODY, renderLetter } from "./render";
export {
  CLIPPING_BYTES,
  CompiledLetter,
  emptyLetter,
  type LetterDocument,
  type LetterProblem,
  upgradeLetter,
} from "./schemas";
export { findVersion, freezeLetter } from "./versions";
