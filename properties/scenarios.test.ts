import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { expectationOf, orderAsPublished, parseScenario, replay, worlds } from "../src/index.ts";

const folder = new URL("../scenarios/", import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith(".json"));

describe("the scenarios", () => {
  it("are at least a dozen, all of them of known worlds", () => {
    expect(files.length).toBeGreaterThanOrEqual(12);
    expect(new Set(files.map((file) => read(file).world.name))).toContain(orderAsPublished.name);
  });

  it.each(files)("%s does what it says, with every planned fault", async (file) => {
    const { scenario, world } = read(file);

    const { result, missed } = await replay(world, scenario);

    expect(missed).toEqual([]);
    expect(expectationOf(result)).toEqual(scenario.expect);
  });
});

function read(file: string): ReturnType<typeof parseScenario> {
  return parseScenario(readFileSync(new URL(file, folder), "utf8"), `scenarios/${file}`, worlds);
}
