import { type TrialResult, traceHash } from "../../trial/trial.ts";

/** A version that is none of those that exist, and of another major than this one. */
const version = process.versions.node.startsWith("22.") ? "24.99.0" : "22.99.0";

/** Whether a trial is another one where Node says that it is of another version; `undefined` if it is not. */
export function differsOnOtherNode(run: () => TrialResult, usual: TrialResult): string | undefined {
  const real = Object.getOwnPropertyDescriptors(process);
  try {
    Object.defineProperties(process, {
      version: { ...real.version, value: `v${version}` },
      versions: { ...real.versions, value: { ...process.versions, node: version } },
    });
    if (traceHash(run()) === traceHash(usual)) return undefined;
    return "what the handler does depends on the version of Node";
  } finally {
    const { version: ownVersion, versions: ownVersions } = real;
    Object.defineProperties(process, { version: ownVersion, versions: ownVersions });
  }
}
