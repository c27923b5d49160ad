import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { CampaignReport } from "../../campaign/campaign-report.ts";

const sdk = "@aws/durable-execution-sdk-js";

/** What a campaign ran on. */
export function toolVersions(version: string): CampaignReport["tool"] {
  return { version, node: process.versions.node, sdk: sdkVersion() };
}

/** Its manifest is not among what the SDK exports. */
function sdkVersion(): string {
  let folder = dirname(createRequire(import.meta.url).resolve(sdk));
  while (folder !== dirname(folder)) {
    const manifest = manifestIn(folder);
    if (manifest.name === sdk) return String(manifest.version);
    folder = dirname(folder);
  }
  return "unknown";
}

function manifestIn(folder: string): { readonly name?: unknown; readonly version?: unknown } {
  try {
    return Object(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));
  } catch {
    return {};
  }
}
