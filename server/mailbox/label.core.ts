/** Mail of no workspace: sign-in links, first steps. Shown to operators only. */
export const SYSTEM_LABEL = "system";

const LABEL = /^(system|ws-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The label under which a workspace's mail is kept; it is the user name in the SMTP dialogue. */
export function labelOf(workspaceId: string | null): string {
  return workspaceId === null ? SYSTEM_LABEL : `ws-${workspaceId}`;
}

/** Whether a text is a label. Labels name folders, so nothing else ever becomes one. */
export function isLabel(text: string): boolean {
  return LABEL.test(text);
}
