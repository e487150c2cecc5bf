/** Handing an invitation on: by the phone's own share sheet, else by the clipboard. */

/** How it went; `shown` where the link can only be copied by hand. */
export type Shared = "shared" | "copied" | "shown";

export function linkOf(invitation: string): string {
  return `${location.origin}/v/#${invitation}`;
}

export async function share(text: string, url: string): Promise<Shared> {
  if (navigator.share) {
    try {
      await navigator.share({ text, url });
      return "shared";
    } catch (error) {
      // Whoever closed the sheet did not want the clipboard either.
      if (error instanceof DOMException && error.name === "AbortError") return "shared";
    }
  }
  try {
    await navigator.clipboard.writeText(`${text}\n${url}`);
    return "copied";
  } catch {
    return "shown";
  }
}
