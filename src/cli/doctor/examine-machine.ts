import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { dirname, join } from "node:path";
import { drainWorks, inMacrotask } from "../../kernel/drain.ts";
import { canSeeRealIo } from "../../kernel/sandbox/real-io.ts";
import type { Diagnosis } from "../../report/diagnosis.ts";
import type { SelfTest } from "./self-test.ts";

/** What this Node can do. */
export interface NodeFacts {
  readonly version: string;
  readonly canDrain: boolean;
  readonly tellsOfIo: boolean;
}

/** Of the Node that runs this. */
export async function nodeFacts(): Promise<NodeFacts> {
  const canDrain = await inMacrotask(() => drainWorks());
  return { version: process.versions.node, canDrain, tellsOfIo: canSeeRealIo };
}

/** Whether trials and searches run on this Node. */
export function examineNode({ version, canDrain, tellsOfIo }: NodeFacts): Diagnosis {
  const subject = "Node";
  const advice = "install Node 24";
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major < 22 || (major === 22 && minor < 12)) {
    const said = `${version}, but 22.12 or newer is needed`;
    return { kind: "ill", subject, said, advice, evidence: [] };
  }
  if (!canDrain) {
    const said = `${version} does not empty its microtasks in one call, so that searches cannot run`;
    return { kind: "ill", subject, said, advice, evidence: [] };
  }
  if (major % 2 === 1) {
    const said = `${version}, with which durable-chaos was never tested`;
    return { kind: "frail", subject, said, advice, evidence: [] };
  }
  const io = tellsOfIo ? "" : "; where real I/O starts in a handler, it cannot tell";
  return { kind: "well", subject, said: `${version}, whose microtasks can be drained${io}` };
}

const sdk = "@aws/durable-execution-sdk-js";

/** The versions of the SDK that the tests of durable-chaos ran with. */
const testedSdks = ["2.4.0"];

/** The version of the SDK that worlds get. */
export function sdkVersion(): string | undefined {
  try {
    let folder = dirname(fileURLToPath(import.meta.resolve(sdk)));
    for (;;) {
      const version = versionIn(folder);
      if (version !== undefined) return version;
      if (folder === dirname(folder)) return undefined;
      folder = dirname(folder);
    }
  } catch {
    return undefined;
  }
}

function versionIn(folder: string): string | undefined {
  try {
    const manifest: { readonly name?: unknown; readonly version?: unknown } = Object(
      JSON.parse(readFileSync(join(folder, "package.json"), "utf8")),
    );
    return manifest.name === sdk ? String(manifest.version) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the SDK is one that durable-chaos knows. */
export function examineSdk(version: string | undefined): Diagnosis {
  const subject = "SDK";
  const tested = testedSdks.join(", ");
  if (version === undefined) {
    const advice = `npm install ${sdk}@${testedSdks.at(-1)}`;
    return { kind: "ill", subject, said: `${sdk} is not installed`, advice, evidence: [] };
  }
  if (testedSdks.includes(version)) {
    return { kind: "well", subject, said: `${version}, with which durable-chaos was tested` };
  }
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isExpected = major === 2 && minor >= 4;
  return {
    kind: isExpected ? "frail" : "ill",
    subject,
    said: `${version}, but durable-chaos was tested with ${tested}`,
    advice: isExpected
      ? `if findings look odd, compare them with those of ${tested}`
      : `npm install ${sdk}@${testedSdks.at(-1)}`,
    evidence: [],
  };
}

/** Whether everything that differs between two machines is virtual inside of a trial. */
export function examineSandbox({ tested, leaks }: SelfTest): Diagnosis {
  const subject = "Sandbox";
  if (leaks.length === 0) {
    return { kind: "well", subject, said: `all of ${tested} things are virtual inside of a trial` };
  }
  return {
    kind: "ill",
    subject,
    said: `${leaks.length} of ${tested} things are not virtual inside of a trial`,
    evidence: leaks.map(({ name, how }) => `${name}: ${how}`),
    advice:
      "Something has replaced them after durable-chaos did, such as an agent that is loaded with --require or " +
      "--import, or fake timers of a test: start without it",
  };
}
