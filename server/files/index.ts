export type { BlobStore } from "./blob-store";
export { type PictureType, pictureSizeOf, pictureTypeOf } from "./picture.core";
export {
  findPicture,
  type NewFile,
  openFile,
  removeFile,
  type SavedFile,
  saveFile,
} from "./service";
