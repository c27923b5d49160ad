import { execFileSync, spawnSync } from "node:child_process";

/** A Chromium to run, or why there is none. */
export type FoundChromium =
  | { readonly kind: "found"; readonly path: string }
  | { readonly kind: "none"; readonly why: string };

/** The first does the same as the others without a window, and takes two thirds of their time. */
const names = [
  "chromium-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
];

/** A Chromium of this machine; where there is none, Debian's packages have one, for who may install them. */
export function findChromium(): FoundChromium {
  const found = installed();
  if (found !== undefined) return { kind: "found", path: found };
  if (which("apt-get") === undefined || process.getuid?.() !== 0) {
    return { kind: "none", why: "there is no Chromium here, and only root can install Debian's" };
  }
  try {
    aptGet("update");
    // Not every Debian has it.
    const name = canInstall("chromium-headless-shell") ? "chromium-headless-shell" : "chromium";
    aptGet("install", "-y", "--no-install-recommends", name, "fonts-dejavu-core");
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

function canInstall(name: string): boolean {
  return spawnSync("apt-cache", ["show", name], { stdio: "ignore" }).status === 0;
}

function aptGet(...words: readonly string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  execFileSync("apt-get", ["-qq", ...words], { env, stdio: "pipe" });
}

function installed(): string | undefined {
  return names.map((name) => which(name)).find((path) => path !== undefined);
}

function which(name: string): string | undefined {
  const { status, stdout } = spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}
