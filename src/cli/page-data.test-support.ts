import { gunzipSync } from "node:zlib";
import type { PageData } from "../report/html/html-report.ts";

/** What a page of a report has to show. */
export function pageDataIn(html: string): PageData {
  const packed = /id="data">([^<]*)</.exec(html)?.[1] ?? "";
  return JSON.parse(gunzipSync(Buffer.from(packed, "base64")).toString());
}
