import { describe, expect, it } from "vitest";
import { type FuzzView, renderProgressLine, renderScreen } from "./fuzz-screen.ts";

const view: FuzzView = {
  worlds: ["order-as-published", "order-hardened", "order-by-aws-docs"],
  seed: "0x5eed2a",
  workers: 2,
  shard: { index: 2, of: 4 },
  budget: { kind: "time", totalMs: 1_800_000 },
  elapsedMs: 845_000,
  phase: "exploring",
  replays: { done: 12, of: 12 },
  trials: 348_140,
  rates: [206, 309, 412, 515, 618],
  behaviours: 1_877,
  idleMs: 41_000,
  ways: { struck: 201, possible: 218 },
  never: ["throttle at checkpoint FAIL send-confirmation", "crash at invocation end"],
  repeated: 7_012,
  inconclusive: 1_044,
  hung: 1,
  setAside: ["order-that-hangs"],
  shrinking: 1,
  findings: [
    {
      id: "0a84bb1c",
      state: "known",
      invariant: "at-most-one-parcel",
      world: "order-as-published",
      faults: ["lose-reply at shipping.create"],
      hits: 40,
      tier: "saga",
    },
    {
      id: "7b3c9fa8",
      state: "new",
      invariant: "no-charge-without-refund",
      world: "order-as-published",
      faults: ["refuse at mail.send"],
      hits: 1_212,
      tier: "saga",
    },
  ],
  fixed: 0,
};

describe("the live screen", () => {
  it("shows where a campaign stands", () => {
    expect(renderScreen(view, 80).join("\n")).toMatchInlineSnapshot(`
      " durable-chaos fuzz  shard 2/4  order-as-published + 2 more  2 workers  seed 0x…
       ──────────────────────────────────────────────────────────────────────────────
       [███████████░░░░░░░░░░░░░] 46 %   14:05 of 30:00   left 15:55
       phase     exploring (scenarios 12/12 replayed)      shrinking: 1
       speed     412 trials/s   (▃▅▆▇█)  total  348,140 trials
       new       last new behaviour 00:41 ago · 1,877 behaviours
       reached   201/218 ways to fail · never: throttle at checkpoint FAIL send-confi…
       health    7,012 trials run twice   inconclusive 0.3 %   hung 1
       set aside order-that-hangs
       ──────────────────────────────────────────────────────────────────────────────
       FINDINGS 1 new · 1 known · 0 fixed
        ✗ NEW   7b3c9fa8  no-charge-without-refund  refuse at mail.send   ×1,212
        ! KNOWN 0a84bb1c  at-most-one-parcel  lose-reply at shipping.cr…  ×40
       ──────────────────────────────────────────────────────────────────────────────
       Ctrl-C: finish and summarise; twice: stop at once"
    `);
  });

  it("counts apart what AWS itself brings about", () => {
    const [known] = view.findings;
    const findings = [known, { ...known, state: "new", tier: "platform" }] as FuzzView["findings"];
    const lines = renderScreen({ ...view, findings }, 80);
    const first = lines.findIndex((line) => line.startsWith(" FINDINGS"));

    expect(lines.slice(first, first + 3)).toEqual([
      " FINDINGS 0 new · 1 of AWS itself · 1 known · 0 fixed",
      "  ! AWS   0a84bb1c  at-most-one-parcel  lose-reply at shipping.cr…  ×40",
      "  ! KNOWN 0a84bb1c  at-most-one-parcel  lose-reply at shipping.cr…  ×40",
    ]);
  });

  it("is never wider than the terminal", () => {
    for (const columns of [20, 40, 80, 120]) {
      for (const line of renderScreen(view, columns))
        expect(line.length).toBeLessThanOrEqual(columns);
    }
  });

  it("counts trials where these end a campaign, and knows of no end where only news do", () => {
    const counted = renderScreen({ ...view, budget: { kind: "trials", total: 1_000_000 } }, 80);
    const idle = renderScreen({ ...view, budget: { kind: "idle", idleMs: 600_000 } }, 80);

    expect(counted[2]).toContain("34 %   348,140 of 1,000,000 trials   left 26:22");
    expect(idle[2]).toBe(" 14:05 so far; ends 09:19 from now if nothing new is seen");
  });

  it("shows ten findings, what is new first, and tells how many more there are", () => {
    const many = Array.from({ length: 12 }, (_, index) => ({
      ...view.findings[0],
      id: String(index).padStart(8, "0"),
      state: index === 11 ? "new" : "known",
    })) as unknown as FuzzView["findings"];
    const lines = renderScreen({ ...view, findings: many }, 80);
    const first = lines.findIndex((line) => line.startsWith(" FINDINGS"));

    expect(lines[first + 1]).toContain("NEW   00000011");
    expect(lines[first + 11]).toBe("    and 2 more");
  });
});

describe("the line for where nobody watches", () => {
  it("says the same in words that grep finds", () => {
    expect(renderProgressLine(view)).toMatchInlineSnapshot(
      `"[14:05] phase=exploring trials=348140 rate=412/s new=1 known=1 reached=201/218 behaviours=1877 last-new=41s shrinking=1 hung=1 left=15:55"`,
    );
  });

  it("leaves out what is not so", () => {
    const calm = {
      ...view,
      hung: 0,
      shrinking: 0,
      rates: [],
      budget: { kind: "trials", total: 9 },
    } as const;

    expect(renderProgressLine(calm)).not.toMatch(/hung|shrinking|left/);
  });
});
