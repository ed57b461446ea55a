import { pictureSizeOf, pictureTypeOf, saveFile } from "../files";
import { AppError, type Ctx, env, packId, signToken } from "../kernel";
import { IMAGE_MAX_BYTES, MAX_IMAGE_SIDE } from "./schemas";

/** A picture as an image block names it. */
export interface StoredImage {
  src: string;
  width: number;
  height: number;
}

/**
 * Stores a picture for letters, given in base64. Its address is a signed name that never changes,
 * so it is kept for ever: mail that shows it has gone. Errors at `data`: UPLOAD_TYPE when the bytes
 * are no PNG, JPEG or GIF, UPLOAD_TOO_LARGE.
 */
export async function saveImage(ctx: Ctx, input: { data: string }): Promise<StoredImage> {
  const bytes = Buffer.from(input.data, "base64");
  const contentType = pictureTypeOf(bytes);
  const size = contentType ? pictureSizeOf(bytes, contentType) : null;
  if (!contentType || !size || size.width < 1 || size.height < 1) {
    throw new AppError("UPLOAD_TYPE", { field: "data" });
  }
  const isHuge = Math.max(size.width, size.height) > MAX_IMAGE_SIDE;
  if (bytes.length > IMAGE_MAX_BYTES || isHuge) {
    throw new AppError("UPLOAD_TOO_LARGE", { field: "data" });
  }
  const file = await saveFile(ctx, {
    kind: "image",
    name: contentType.replace("/", "."),
    contentType,
    stream: (async function* () {
      yield bytes;
    })(),
  });
  const token = signToken("media", ["image", packId(ctx.workspaceId), packId(file.id)]);
  return { src: `${env().BASE_URL.replace(/\/+$/, "")}/media/${token}`, ...size };
}
