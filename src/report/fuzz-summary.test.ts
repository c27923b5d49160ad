import { describe, expect, it } from "vitest";
import type { CampaignReport } from "../campaign/campaign-report.ts";
import { figures, finding as aFinding } from "./campaign.test-support.ts";
import { renderFuzzSummary, renderOtherFindings } from "./fuzz-summary.ts";

const finding = aFinding({
  id: "0a84bb1c",
  world: "order",
  invariant: "at-most-one-parcel",
  hits: 1_040,
  file: "a.json",
});

const report: CampaignReport = {
  schemaVersion: 1,
  tool: { version: "0.1.0", node: "24.21.0", sdk: "2.4.0" },
  campaign: {
    seed: "night",
    startedAt: "2026-11-26T01:00:00.000Z",
    elapsedMs: 60_000,
    workers: 2,
    shards: [{ index: 2, of: 4 }],
    families: ["crash"],
    endedBy: "interrupt",
  },
  worlds: [
    figures({
      world: "order",
      trials: 90_000,
      shrinkingTrials: 30_000,
      inconclusive: 12,
      repeated: 2_400,
      faults: 100_000,
      unseen: ["an-undo"],
      behaviours: 31,
      brokenAtMost: 3 / 90_000,
      newBehaviour: 0.0213,
    }),
    figures({ world: "idle", trials: 0, shrinkingTrials: 0, faults: 0, repeated: 0 }),
  ],
  findings: [finding, { ...finding, id: "0a84bb1d", state: "known" }],
  fixed: [{ file: "scenarios/a.json", world: "order", invariants: ["no-double-charge"] }],
};

describe("the summary of a campaign", () => {
  it("tells what was tried, what each world comes to, and what was not seen", () => {
    const setAside = [{ world: "idle", why: "it is not deterministic" }];

    expect(renderFuzzSummary(report, setAside)).toMatchInlineSnapshot(`
      "Fuzz    2 worlds · seed night · shard 2/4 · 1 new, 1 known, 1 fixed
      Tried   90,000 trials in 1 min, 30,000 more to shrink, 2,400 of them twice, 12 inconclusive, 100,000
              faults struck, 2,000 trials a second with 2 workers
      Worlds  order: 90,000 trials; 1 of 2 invariants broken; at most 1 in 30,000 trials breaks anything; 31
              behaviours, of further trials 2.1 % would do what none has yet; 1 of 2 ways to fail struck
              idle: nothing was tried
      Unseen  in order: an-undo; too short a campaign to tell
      Aside   idle: it is not deterministic
      Fixed   scenarios/a.json: no-double-charge holds now; expect "held" in it to keep it so
      Ended   early; the same command goes on from here"
    `);
  });
});

it("what AWS itself brings about is not counted as new", () => {
  const findings = [finding, { ...finding, tier: "platform" } as const];

  expect(renderFuzzSummary({ ...report, findings }, [])).toContain(
    " 1 new, 1 of AWS itself, 0 known, ",
  );
});

describe("the findings without a picture", () => {
  it("are a line each, with the command for those that are new", () => {
    const crash = { ...finding, kind: "crash", faults: [], message: "it died: SIGABRT" } as const;
    const known = { ...finding, state: "known" } as const;

    expect(renderOtherFindings([crash, known], ({ file }) => `replay ${file}`))
      .toMatchInlineSnapshot(`
      "✗ new 0a84bb1c  at-most-one-parcel  in order: crash, no fault at all  ×1,040
          it died: SIGABRT
          Replay  replay a.json
      ! known 0a84bb1c  at-most-one-parcel  in order: lose-reply at shipping.create  ×1,040"
    `);
  });

  it("are counted where there are many, and where AWS itself ends the execution", () => {
    const many = Array.from({ length: 23 }, () => finding);
    const aws = { ...finding, tier: "platform" } as const;
    const text = renderOtherFindings([...many, aws, aws], () => "replay");

    expect(text.split("\n").filter((line) => line.startsWith("✗"))).toHaveLength(20);
    expect(text).toContain("and 3 more findings");
    expect(text).toContain("! only where AWS itself ends the execution: 2 findings");
    expect(text).toContain("    at-most-one-parcel in order: 2 ways");
  });
});
