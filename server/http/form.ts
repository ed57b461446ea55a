/** A form of a public page is small; anything larger is not ours. */
const MAX_BYTES = 64 * 1024;

async function readBytes(request: Request): Promise<Uint8Array<ArrayBuffer> | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > MAX_BYTES) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
  return Uint8Array.from(Buffer.concat(chunks));
}

/**
 * The fields of a form body (urlencoded, also without a type, or multipart), or null when it is
 * none, malformed or larger than 64 kB. Never throws.
 */
export async function readForm(request: Request): Promise<FormData | null> {
  const type = request.headers.get("content-type") ?? "application/x-www-form-urlencoded";
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type)) return null;
  try {
    const bytes = await readBytes(request);
    if (!bytes) return null;
    return await new Response(bytes, { headers: { "content-type": type } }).formData();
  } catch {
    return null;
  }
}
