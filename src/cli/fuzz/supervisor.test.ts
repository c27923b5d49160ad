import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { readPosition } from "./position.ts";
import { Workplace, usual, usualOn } from "./program-process.test-support.ts";

// Processes are started, and killed; on a machine that is busy with other things that takes a while.
vi.setConfig({ testTimeout: 120_000 });

describe("workers", () => {
  it("draw what they found in a new process, where the old one shows it no more", async (context) => {
    const place = Workplace.of(context);
    const { stdout } = await place.run("fuzz", "wearing-off", ...usual, "--trials", "600");

    expect(stdout).toMatch(/✗ one-charge[^]*What happened/);
  });

  it("end the campaign if they cannot start, all of them", async (context) => {
    const place = Workplace.of(context);
    vi.stubEnv("UNLOADABLE_WORLDS", "1");
    const running = place.run("fuzz", "steady", "--seed", "1", "--workers", "2");
    vi.unstubAllEnvs();
    const { code, stderr } = await running;

    expect(code).toBe(2);
    expect(stderr).toMatch(/a worker process cannot start: [^]*these worlds cannot be loaded/);
  });
});

// From here on at the same time, as some of it is waiting for what stands still.
describe.concurrent("an interrupted campaign", () => {
  it("writes all it has, says so with 130, and goes on with the same command", async (context) => {
    const place = Workplace.of(context);
    const long = ["fuzz", "steady", ...usual, "--trials", "400000"];
    const { child, ended, said } = place.start(...long);
    await said("✗ new");
    child.kill("SIGINT");
    const { code, stdout } = await ended;

    expect(code).toBe(130);
    expect(stdout).toContain("Ended   early; the same command goes on from here");
    const { campaign, worlds, findings } = place.report();
    expect(campaign.endedBy).toBe("interrupt");
    expect(findings.length).toBeGreaterThan(0);

    const again = place.start(...long);
    await again.said("goes on where it was left");
    again.child.kill("SIGINT");
    await again.ended;
    expect(place.report().worlds[0]?.trials).toBeGreaterThanOrEqual(worlds[0]?.trials ?? Infinity);
    expect(place.report().campaign.startedAt).toBe(campaign.startedAt);
  });

  it("stops at once at the second Ctrl-C, and has lost nothing that it told of", async (context) => {
    const place = Workplace.of(context);
    const { child, ended, said } = place.start("fuzz", "steady", ...usual, "--trials", "400000");
    await said("✗ new");
    child.kill("SIGINT");
    await said("ending");
    child.kill("SIGINT");
    const { code } = await ended;

    expect(code).toBe(130);
    const files = readdirSync(join(place.folder, ".durable-chaos"));
    expect(files.filter((name) => name.startsWith("one-charge-"))).not.toEqual([]);
  });
});

describe.concurrent("code that does harm to its process", () => {
  it("is a finding if it ends it, without the faults that have nothing to do with it", async (context) => {
    const place = Workplace.of(context);
    const { code } = await place.run("fuzz", "aborting", ...usual, "--trials", "60");

    expect(code).toBe(1);
    const crash = place.report().findings.find(({ kind }) => kind === "crash");
    expect(crash).toMatchObject({
      world: "aborting",
      invariant: "leaves-process-alive",
      faults: [],
      ending: "RUNNING",
      message: "the process of the code under test died: SIGABRT",
      scenario: { input: 7, faults: [] },
    });
    expect(existsSync(join(place.folder, crash?.file ?? ""))).toBe(true);
  });

  it("is a finding if it stands still, and the world is set aside when it does again and again", async (context) => {
    const place = Workplace.of(context);
    const args = [...usualOn(2), "--trials", "400", "--hang-after", "1"];
    const { stdout } = await place.run("fuzz", "standing", "steady", ...args);

    const hang = place
      .report()
      .findings.find(({ kind, world }) => kind === "hang" && world === "standing");
    expect(hang).toMatchObject({
      world: "standing",
      invariant: "ends-after-faults-stop",
      message: "the process of the code under test stood still for 1 s",
      scenario: { input: 7, expect: { verdict: "stuck" } },
    });
    expect(stdout).toContain("Aside   standing: its trials stood still, or ended their process");
    // The other world has had all of its trials.
    expect(place.report().worlds.find(({ world }) => world === "steady")?.trials).toBe(200);
  });

  it("is a finding of its own, and ends with 3, if it is not the same twice", async (context) => {
    const place = Workplace.of(context);
    const { code } = await place.run("fuzz", "moody", ...usual, "--trials", "40");

    expect(code).toBe(3);
    expect(place.report().findings.map(({ kind }) => kind)).toContain("not-deterministic");
  });

  it("is told of, and its worker replaced, if it keeps memory", async (context) => {
    const place = Workplace.of(context);
    const args = [...usual, "--trials", "180", "--memory", "200"];
    const { stderr } = await place.run("fuzz", "leaking", ...args);

    expect(stderr).toMatch(/a worker had grown to \d+ MB and was replaced/);
    expect(place.report().worlds[0]?.trials).toBe(180);
  });
});

describe.concurrent("a worker that somebody else kills", () => {
  it("is replaced, and nothing is blamed for it, nor lost", async (context) => {
    const place = Workplace.of(context);
    const args = ["--seed", "1", "--json", "report.json", "--trials", "1500"];
    const { ended, said } = place.start("fuzz", "steady", ...args, "--workers", "1");
    await said("✗ new");
    const worker = readdirSync(join(place.folder, ".durable-chaos")).find((name) =>
      name.includes(".worker-"),
    );
    const position = readPosition(join(place.folder, ".durable-chaos", worker ?? ""));
    if (position === undefined) throw new Error("the worker has not begun");
    process.kill(position.pid, "SIGKILL");
    const { stderr } = await ended;

    expect(stderr).toContain("a worker ended (SIGKILL) in a trial of steady");
    expect(place.report().worlds[0]?.trials).toBe(1_500);
    expect(place.report().findings.map(({ kind }) => kind)).not.toContain("crash");
  });
});
