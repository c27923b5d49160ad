import { beforeAll, describe, expect, it } from "vitest";
import { UsageError } from "../kernel/errors.ts";
import { parcelWorld } from "../trial/parcel-world.test-support.ts";
import { check, checkDefaults } from "./check-command.ts";
import { FakeTerminal } from "./fake-terminal.test-support.ts";

const options = { ...checkDefaults, faults: 0, trials: 0, save: "found" };

/** A disk that keeps what was on it after each change. */
class Disk extends FakeTerminal {
  readonly states: (readonly string[])[] = [];

  override writeFile(path: string, text: string): void {
    super.writeFile(path, text);
    this.#note();
  }

  override removeFile(path: string): void {
    super.removeFile(path);
    this.#note();
  }

  get scenarios(): readonly string[] {
    return [...this.files.keys()].filter((path) => !path.includes("certificate"));
  }

  #note(): void {
    this.states.push(this.scenarios);
  }
}

/** As soon as a scenario is written, it is gone; removing one that is not there fails, as on a real disk. */
class RobbedDisk extends Disk {
  override writeFile(path: string, text: string): void {
    super.writeFile(path, text);
    if (!path.includes("certificate")) this.files.delete(path);
  }

  override removeFile(path: string): void {
    if (!this.exists(path)) throw new UsageError("there is no such file");
    super.removeFile(path);
  }
}

/** Somebody writes into each scenario as soon as it is there. */
class EditedDisk extends Disk {
  override writeFile(path: string, text: string): void {
    super.writeFile(path, path.includes("certificate") ? text : `${text}mine`);
  }
}

/** A disk from which nothing can be removed. */
class StuckDisk extends Disk {
  override removeFile(): void {
    throw new UsageError("cannot remove: permission denied");
  }
}

describe("a search that still runs", () => {
  /** Nobody else has written to it, or read from it. */
  const calm = new Disk();
  let code: number;

  beforeAll(async () => {
    code = await check(parcelWorld, options, calm);
  });

  it("has on the disk what it has found, in its smallest schedule so far", () => {
    const found = calm.states.map((paths) => new Set(paths.map(invariantOf)));
    const seen = calm.states.flat();

    expect(found[0]?.size).toBe(1);
    expect(found.at(-1)?.size).toBe(2);
    for (const [index, invariants] of found.entries()) {
      expect([...invariants]).toEqual(expect.arrayContaining([...(found[index - 1] ?? [])]));
    }
    expect(new Set(seen).size).toBeGreaterThan(calm.scenarios.length);
  });

  it("leaves in the end what it tells of, and nothing else", () => {
    expect(calm.scenarios.filter((path) => !calm.output.includes(path))).toEqual([]);
  });

  it("removes nothing that was there before", async () => {
    const larger = calm.states.flat().find((path) => !calm.scenarios.includes(path)) ?? "none";

    const second = new Disk({ [larger]: "mine" });
    await check(parcelWorld, options, second);

    expect(second.files.get(larger)).toBe("mine");
    expect(second.scenarios.toSorted()).toEqual([...calm.scenarios, larger].toSorted());
  });

  it("goes on to its end where somebody removes its files meanwhile", async () => {
    const robbed = new RobbedDisk();

    expect(await check(parcelWorld, options, robbed)).toBe(code);
    expect(robbed.output).toBe(calm.output);
  });

  it("leaves a file that somebody edits meanwhile, and says so", async () => {
    const disk = new EditedDisk();
    await check(parcelWorld, options, disk);
    const written = [...new Set(disk.states.flat())];

    expect(written.filter((path) => disk.files.get(path)?.endsWith("mine") !== true)).toEqual([]);
    expect(disk.notes.filter((note) => note.includes("was edited")).length).toBeGreaterThan(2);
  });

  it("goes on to its end where a file cannot be removed", async () => {
    const disk = new StuckDisk();
    await check(parcelWorld, options, disk);

    expect(disk.printed.at(-1)).toMatch(/^Again /);
    expect(disk.notes).toContain("cannot remove: permission denied");
  });
});

function invariantOf(path: string): string {
  return path.slice("found/".length, -"-01234567.json".length);
}
