export type { BlobStore } from "./blob-store";
export { type PictureType, pictureSizeOf, pictureTypeOf } from "./picture.core";
export {
  dropBytes,
  findPicture,
  listBytes,
  type NewFile,
  openFile,
  removeFile,
  type SavedFile,
  saveFile,
} from "./service";
