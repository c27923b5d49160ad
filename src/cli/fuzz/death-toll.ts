import type { WorkerDeath } from "./worker-process.ts";

/** SIGKILL comes from outside: from somebody, or a machine without memory, in whatever takes the most time. */
export function isFromOutside({ death, how }: WorkerDeath): boolean {
  return death === "crash" && how === "SIGKILL";
}

/** How many workers have died at each place, of what comes from outside and of everything else. */
export class DeathToll {
  readonly #deaths = new Map<string, number>();

  /** Counts a death, and tells how many of its kind there were at that place, this one among them. */
  add(end: WorkerDeath): number {
    const { position } = end;
    const kind = `${isFromOutside(end)} ${position?.stage} ${position?.trial}`;
    const deaths = (this.#deaths.get(kind) ?? 0) + 1;
    this.#deaths.set(kind, deaths);
    return deaths;
  }
}
