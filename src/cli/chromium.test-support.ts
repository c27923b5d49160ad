import { execFileSync, spawnSync } from "node:child_process";

/** A Chromium to run, or why there is none. */
export type FoundChromium =
  | { readonly kind: "found"; readonly path: string }
  | { readonly kind: "none"; readonly why: string };

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** A Chromium of this machine; where there is none, Debian's packages have one, for who may install them. */
export function findChromium(): FoundChromium {
  const found = installed();
  if (found !== undefined) return { kind: "found", path: found };
  if (which("apt-get") === undefined || process.getuid?.() !== 0) {
    return { kind: "none", why: "there is no Chromium here, and only root can install Debian's" };
  }
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    for (const words of [
      ["update"],
      ["install", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core"],
    ]) {
      execFileSync("apt-get", ["-qq", ...words], { env, stdio: "pipe" });
    }
  } catch (error) {
    return {
      kind: "none",
      why: `there is no Chromium here, and installing it failed: ${String(error)}`,
    };
  }
  const path = installed();
  return path === undefined
    ? { kind: "none", why: "Debian's package has brought no Chromium" }
    : { kind: "found", path };
}

function installed(): string | undefined {
  return names.map((name) => which(name)).find((path) => path !== undefined);
}

function which(name: string): string | undefined {
  const { status, stdout } = spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}
