import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

/** Makes the page of HTML reports: its scripts and styles, bundled into one file without a network. */

const entry = fileURLToPath(new URL("page/main.tsx", import.meta.url));
const target = new URL("../../dist/report-page.html", import.meta.url);

const built = await build({
  configFile: false,
  logLevel: "warn",
  root: dirname(entry),
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    write: false,
    target: "es2023",
    modulePreload: false,
    rolldownOptions: { input: entry, output: { format: "es" } },
  },
});

const output = [built].flat().flatMap((one) => ("output" in one ? one.output : []));
const script = output.map((one) => (one.type === "chunk" ? one.code : "")).join("");
const style = output
  .map((one) => (one.type === "asset" && one.fileName.endsWith(".css") ? String(one.source) : ""))
  .join("");
// Nothing in it may end the element that it stands in.
const inlined = {
  script: script.trim().replaceAll("</script", String.raw`<\/script`),
  style: style.trim(),
};
const policy = [
  "default-src 'none'",
  `script-src '${hashOf(inlined.script)}'`,
  `style-src '${hashOf(inlined.style)}'`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

const page = readFileSync(new URL("page/page.html", import.meta.url), "utf8")
  .replace("<!--policy-->", () => policy)
  // A hash is of all that is between the tags.
  .replace(/\s*<!--style-->\s*/, () => inlined.style)
  .replace(/\s*<!--script-->\s*/, () => inlined.script);
mkdirSync(dirname(fileURLToPath(target)), { recursive: true });
writeFileSync(target, page);

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
