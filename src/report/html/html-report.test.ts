import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { aFinding, aReport } from "./campaign-report.test-support.ts";
import type { FindingExtra } from "./finding-view.ts";
import { renderHtmlReport } from "./html-report.ts";

const template = "<title><!--title--></title><p><!--said--></p><script><!--data--></script>";
const extra: FindingExtra = {
  replay: "durable-chaos replay 'it''s.json'",
  picture: { kind: "none", why: "it keeps the processor" },
};

describe("renderHtmlReport", () => {
  it("puts all data into the page, however it is written", () => {
    const report = aReport([aFinding({ message: "a $& of </script> and ümläut" })]);
    const html = renderHtmlReport(report, [extra], template);
    const packed = /<script>([^<]*)<\/script>/.exec(html)?.[1] ?? "";
    const data: unknown = JSON.parse(gunzipSync(Buffer.from(packed, "base64")).toString());

    expect(data).toEqual({ report, extras: [extra] });
  });

  it("says without scripts what was found, and how to replay it", () => {
    const report = aReport([aFinding({ message: "<b> & $1" })]);
    const html = renderHtmlReport(report, [extra], template);

    expect(html).toContain("<title>durable-chaos: 1 new, 0 known, 0 fixed</title>");
    expect(html).toContain("<p>new, in small, 7 trials: &lt;b&gt; &amp; $1</p>");
    expect(html).toContain("<pre>durable-chaos replay 'it''s.json'</pre>");
  });

  it("refuses a page that has no place for the data", () => {
    expect(() => renderHtmlReport(aReport([]), [], "<title><!--title--></title>")).toThrow(
      "the page of HTML reports is not what it should be: npm run build:page",
    );
  });
});
