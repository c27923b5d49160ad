import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createText,
  decodeText,
  listFiles,
  readText,
  removeAbandoned,
  removeFile,
  writeWhole,
} from "./disk.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "durable-chaos-disk-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe("files", () => {
  it("are written whole, with the folders around them, and nothing is left beside them", () => {
    const path = join(folder, "a", "b", "file.json");
    writeWhole(path, "one");
    writeWhole(path, "two ✓");

    expect(readText(path)).toBe("two ✓");
    expect(readdirSync(join(folder, "a", "b"))).toEqual(["file.json"]);
  });

  it("stay as they were where the new text cannot be put in their place", () => {
    mkdirSync(join(folder, "file.json"));

    expect(() => writeWhole(join(folder, "file.json"), "text")).toThrow(/^cannot write ".*": /);
    expect(readdirSync(folder)).toEqual(["file.json"]);
  });

  it("that must be new take nobody's place", () => {
    const path = join(folder, "file.json");
    createText(path, "mine");

    expect(() => createText(path, "yours")).toThrow(`cannot write "${path}": it is there already`);
    expect(readFileSync(path, "utf8")).toBe("mine");
    expect(readdirSync(folder)).toEqual(["file.json"]);
  });

  it("are listed in order, without folders; a folder that is not there has none", () => {
    for (const name of ["b.json", "a.json"]) writeFileSync(join(folder, name), "");
    mkdirSync(join(folder, "c.json"));

    expect(listFiles(folder)).toEqual(["a.json", "b.json"]);
    expect(listFiles(join(folder, "none"))).toEqual([]);
    expect(() => listFiles(join(folder, "a.json"))).toThrow("a part of the path is a file");
  });

  it("that were begun are removed where whoever began them is gone", () => {
    const { pid } = spawnSync("true");
    const kept = ["a.json", `b.json.${process.pid}-1.tmp`, `c.txt.${pid}-1.tmp`];
    for (const name of [...kept, `d.json.${pid}-12.tmp`]) writeFileSync(join(folder, name), "");
    removeAbandoned(folder);

    expect(readdirSync(folder).toSorted()).toEqual(kept);
  });

  it("that cannot be removed say why", () => {
    expect(() => removeFile(join(folder, "none"))).toThrow(/^cannot remove ".*": there is no such/);
  });

  it("that are not text, or have no end, are refused", () => {
    const path = join(folder, "file.json");
    writeFileSync(path, Buffer.from([0x7b, 0xff, 0x7d]));

    expect(() => readText(path)).toThrow(`cannot read "${path}": it is not text in UTF-8`);
    expect(() => readText("/dev/zero")).toThrow("it is larger than 16 MiB");
    expect(() => readText(folder)).toThrow("it is a folder");
  });

  it("may begin with a byte order mark", () => {
    expect(decodeText(Buffer.from("\uFEFF{}"), "file.json")).toBe("{}");
  });
});
