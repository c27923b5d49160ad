import type { PageData } from "../html/html-report.ts";

/** Reads what the report has put into the page, gzipped and in base64. */
export async function readPageData(): Promise<PageData> {
  const packed = document.querySelector("#data")?.textContent ?? "";
  const bytes = Uint8Array.from(atob(packed.trim()), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}
