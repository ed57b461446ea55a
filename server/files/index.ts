export type { BlobStore } from "./blob-store";
export { findLogo, type NewFile, openFile, removeFile, type SavedFile, saveFile } from "./service";
