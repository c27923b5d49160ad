import { afterEach, describe, expect, it } from "vitest";
import "../../kernel/sandbox/install.ts";
import { probes } from "../../kernel/sandbox/probes.ts";
import { examineNode, examineSandbox, examineSdk, sdkVersion } from "./examine-machine.ts";
import { testSandbox } from "./self-test.ts";

describe("Node", () => {
  const able = { canDrain: true, tellsOfIo: true };

  it.each([
    ["24.21.0", able, "well"],
    ["22.12.0", { canDrain: true, tellsOfIo: false }, "well"],
    ["23.5.0", able, "frail"],
    ["22.11.9", able, "ill"],
    ["20.20.2", able, "ill"],
    ["28.0.0", { canDrain: false, tellsOfIo: true }, "ill"],
  ] as const)("%s, of which %o is true, is %s", (version, can, kind) => {
    const diagnosis = examineNode({ version, ...can });

    expect(diagnosis.kind).toBe(kind);
    expect(diagnosis.said).toContain(version);
    expect(diagnosis.kind === "well" || diagnosis.advice).toBe(
      kind === "well" || "install Node 24",
    );
  });
});

describe("the SDK", () => {
  it("that the tests run with is one that it was tested with", () => {
    expect(examineSdk(sdkVersion()).kind).toBe("well");
  });

  it.each([
    ["2.5.1", "frail"],
    ["2.3.9", "ill"],
    ["3.0.0", "ill"],
    [undefined, "ill"],
  ])("%s is %s", (version, kind) => {
    expect(examineSdk(version).kind).toBe(kind);
  });
});

describe("the self-test of the sandbox", () => {
  const { random } = Math;
  const { Date: OwnDate, setTimeout: ownSetTimeout } = globalThis;

  afterEach(() => {
    Object.assign(Math, { random });
    Object.assign(globalThis, { Date: OwnDate, setTimeout: ownSetTimeout });
  });

  it("finds nothing where nobody has replaced anything", async () => {
    expect(await testSandbox()).toEqual({ tested: probes.length, leaks: [] });
  });

  it("finds a clock that somebody has put back", async () => {
    Object.assign(globalThis, {
      Date: class extends OwnDate {
        static override now = () => 5;
      },
    });

    expect((await testSandbox()).leaks).toEqual([
      { name: "Date.now", how: "it says 5, which should be 1700000001500" },
      // A class cannot be called.
      { name: "Date as a function", how: "it never answers" },
    ]);
  });

  it("finds randomness that has no seed, real or constant", async () => {
    let drawn = 0;
    Math.random = () => ++drawn / 1_000;
    const changing = await testSandbox();
    Math.random = () => 0.5;
    const constant = await testSandbox();

    expect(changing.leaks).toEqual([
      { name: "Math.random", how: "it is something else each time, with the same seed" },
    ]);
    expect(constant.leaks).toEqual([
      { name: "Math.random", how: "it does not depend on the seed" },
    ]);
  });

  it("finds a timer that never rings in virtual time", async () => {
    Object.assign(globalThis, { setTimeout: () => 0 });
    const { leaks } = await testSandbox(probes.filter(({ name }) => name === "setTimeout"));

    expect(leaks).toEqual([{ name: "setTimeout", how: "it never answers" }]);
    const diagnosis = examineSandbox({ tested: 1, leaks });
    expect(diagnosis).toMatchObject({
      kind: "ill",
      said: "1 of 1 things are not virtual inside of a trial",
      evidence: ["setTimeout: it never answers"],
    });
  });

  it("finds what is not refused, not recorded, and not the end", async () => {
    const { leaks } = await testSandbox([
      { name: "a file", proves: "refused", look: () => 1 },
      { name: "a print", proves: "recorded", look: () => {} },
      { name: "an exit", proves: "fatal", look: () => {} },
    ]);

    expect(leaks.map(({ how }) => how)).toEqual([
      "it is not refused",
      "what it prints is not in the trace",
      "it does not end the sandbox",
    ]);
  });
});
