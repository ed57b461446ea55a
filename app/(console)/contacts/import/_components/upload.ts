/** An upload under way; `abort` ends it. */
export interface Upload {
  done: Promise<{ id: string }>;
  abort: () => void;
}

/** A refused upload: the code of the server's answer, null when there was none. */
export class UploadError extends Error {
  readonly code: string | null;

  constructor(code: string | null) {
    super(code ?? "lost");
    this.code = code;
  }
}

function codeOf(text: string): string | null {
  try {
    const body: unknown = JSON.parse(text);
    const error = (body as { error?: { code?: unknown } }).error;
    return typeof error?.code === "string" ? error.code : null;
  } catch {
    return null;
  }
}

/** Sends a file as it is. XMLHttpRequest because fetch tells nothing about what was sent so far. */
export function uploadFile(
  file: File,
  given: { workspaceId: string; kind: string | null },
  onSent: (bytes: number) => void,
): Upload {
  const request = new XMLHttpRequest();
  const query = new URLSearchParams({ name: file.name });
  if (given.kind) query.set("kind", given.kind);
  const done = new Promise<{ id: string }>((resolve, reject) => {
    request.upload.addEventListener("progress", (event) => onSent(event.loaded));
    request.addEventListener("load", () => {
      if (request.status === 201) resolve(JSON.parse(request.responseText) as { id: string });
      else reject(new UploadError(codeOf(request.responseText)));
    });
    request.addEventListener("error", () => reject(new UploadError(null)));
    request.addEventListener("abort", () => reject(new UploadError("ABORTED")));
  });
  request.open("POST", `/api/imports/upload?${query}`);
  request.setRequestHeader("x-kairos-workspace", given.workspaceId);
  request.setRequestHeader("content-type", "application/octet-stream");
  request.send(file);
  return { done, abort: () => request.abort() };
}
