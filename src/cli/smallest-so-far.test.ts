import { describe, expect, it } from "vitest";
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

describe("a search that still runs", () => {
  it("has on the disk what it has found, in its smallest schedule so far", async () => {
    const disk = new Disk();
    await check(parcelWorld, options, disk);
    const found = disk.states.map((paths) => new Set(paths.map(invariantOf)));
    const seen = disk.states.flat();

    expect(found[0]?.size).toBe(1);
    expect(found.at(-1)?.size).toBe(2);
    for (const [index, invariants] of found.entries()) {
      expect([...invariants]).toEqual(expect.arrayContaining([...(found[index - 1] ?? [])]));
    }
    expect(new Set(seen).size).toBeGreaterThan(disk.scenarios.length);
  });

  it("leaves in the end what it tells of, and nothing else", async () => {
    const disk = new Disk();
    await check(parcelWorld, options, disk);

    expect(disk.scenarios.filter((path) => !disk.output.includes(path))).toEqual([]);
  });

  it("removes nothing that was there before", async () => {
    const first = new Disk();
    await check(parcelWorld, options, first);
    const larger = first.states.flat().find((path) => !first.scenarios.includes(path)) ?? "none";

    const second = new Disk({ [larger]: "mine" });
    await check(parcelWorld, options, second);

    expect(second.files.get(larger)).toBe("mine");
    expect(second.scenarios.toSorted()).toEqual([...first.scenarios, larger].toSorted());
  });
});

function invariantOf(path: string): string {
  return path.slice("found/".length, -"-01234567.json".length);
}
