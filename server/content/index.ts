export { readLetter } from "./check";
export { letterColours } from "./colour.core";
export { compileDraft } from "./compile";
export type { CompiledLetter } from "./compiled";
export { type Footer, footerOf, imprintOf } from "./footer";
export {
  changesBetween,
  isUnchanged,
  type LetterChanges,
  LetterOutline,
  outlineOf,
} from "./outline.core";
export { hasContent, isBlank } from "./parts.core";
export { linkProducts, productsFor, shortBlocks } from "./products";
export { encodePiece } from "./quoted-printable.core";
export {
  type LetterProduct,
  type LetterProducts,
  type LetterTracking,
  NOBODY,
  renderEncoded,
  renderLetter,
} from "./render";
export {
  CLIPPING_BYTES,
  type LetterDocument,
  type LetterProblem,
  lengthOf,
} from "./schemas";
export { emptyLetter, upgradeLetter } from "./upgrade.core";
export { findVersion, freezeLetter, UnreadableLetter } from "./versions";
