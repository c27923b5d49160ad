import { describe, expect, it } from "vitest";
import type { CampaignReport, FindingRecord } from "../campaign/campaign-report.ts";
import { aFinding, aReport } from "../report/html/campaign-report.test-support.ts";
import { worlds } from "../worlds/worlds.ts";
import { FakeTerminal } from "./fake-terminal.test-support.ts";
import { pageDataIn } from "./page-data.test-support.ts";
import { runProgram } from "./program.ts";
import { chargeOnce, smallWorld } from "./small-worlds.test-support.ts";

const charging = smallWorld(async (payments) => chargeOnce(payments));
const lateCharge = aFinding({
  scenario: {
    ...aFinding().scenario,
    faults: [{ at: "payment.charge", from: 1, times: 1, fault: "lose-reply" }],
  },
});

describe("report html", () => {
  it("replays each finding, and writes its picture beside the campaign's report", async () => {
    const { code, output, data } = await made([lateCharge]);
    const [extra] = data?.extras ?? [];

    expect(code).toBe(0);
    expect(output).toMatch(/^Wrote night\.html: 1 finding \(1 new, 0 known, 0 fixed\), \d+ kB$/);
    expect(extra?.replay).toBe("durable-chaos replay .durable-chaos/no-charge-1a2b3c4d.json");
    expect(extra?.picture).toMatchObject({
      kind: "replayed",
      view: { doubts: [], books: [{ service: "payment" }] },
    });
  });

  it("writes where it is told to", async () => {
    const { files } = await made([], ["--out", "out/night.html"]);

    expect([...files.keys()]).toEqual(["night.json", "out/night.html"]);
  });

  it.each([
    ["hang", "it keeps the processor, so that it was not run again for this report"],
    ["crash", "it ends its process, so that it was not run again for this report"],
  ] as const)("does not run a %s again", async (kind, why) => {
    const { data } = await made([aFinding({ kind })]);

    expect(data?.extras[0]?.picture).toEqual({ kind: "none", why });
  });

  it("says why there is no picture of what cannot be replayed any more", async () => {
    const gone = aFinding({ scenario: { ...aFinding().scenario, world: "gone" } });
    const { code, data } = await made([gone, lateCharge]);

    expect(code).toBe(0);
    expect(data?.extras[0]?.picture).toMatchObject({
      kind: "none",
      why: expect.stringContaining('there is no world "gone"'),
    });
    expect(data?.extras[1]?.picture.kind).toBe("replayed");
  });

  it("says of a picture that it is of a handler that has changed", async () => {
    const { faults } = {
      faults: [{ at: "payment.refund", from: 1, times: 1, fault: "refuse" }],
    } as const;
    const stale = aFinding({ invariant: "other", scenario: { ...aFinding().scenario, faults } });
    const { data } = await made([stale]);

    expect(data?.extras[0]?.picture).toMatchObject({
      view: {
        doubts: [
          "stale: payment.refund, 1st call: refused before it has any effect: struck only 0 times; the function has changed since",
          "other holds now",
        ],
      },
    });
  });

  it.each([
    ["{", "night.json:1:2: not JSON: close brace expected"],
    ['{"schemaVersion": 2}', "night.json:1:19: schemaVersion: Invalid input: expected 1"],
  ])("refuses a file that is no campaign's report: %s", async (text, message) => {
    const terminal = new FakeTerminal({ "night.json": text });
    const code = await runProgram(["report", "html", "night.json"], terminal, [charging]);

    expect(code).toBe(2);
    expect(terminal.notes.join("\n")).toContain(message);
    expect([...terminal.files.keys()]).toEqual(["night.json"]);
  });

  it("takes at most 2 MB for 50 findings", async () => {
    const { html, data } = await made(fiftyFindings(), [], true);

    expect(data?.extras.filter(({ picture }) => picture.kind === "replayed")).toHaveLength(50);
    expect(html.length).toBeLessThan(2_000_000);
  });
});

/** Outages that last until retries run out, each on an order of its own. */
function fiftyFindings(): readonly FindingRecord[] {
  const world = worlds.find(({ name }) => name === "order-by-aws-docs");
  const points = [
    "stock.release",
    "carrier.buy",
    "payments.capture",
    "payments.cancel",
    "carrier.void",
  ];
  return Array.from({ length: 50 }, (_, nth) => {
    const input: unknown = Object(world?.examples[0]).input;
    const at = points[nth % points.length] ?? "";
    const faults = [
      { at, from: 1, times: 6, fault: "lose-reply" },
      { at: "carrier.create", from: 1, times: 1 + (nth % 6), fault: "refuse" },
    ] as const;
    const scenario = {
      ...aFinding().scenario,
      world: "order-by-aws-docs",
      input: { ...Object(input), orderId: `ORD-${nth}-${"x".repeat(nth)}` },
      faults,
    };
    return aFinding({ world: "order-by-aws-docs", id: String(10_000_000 + nth), scenario });
  });
}

async function made(
  findings: readonly FindingRecord[],
  words: readonly string[] = [],
  all = false,
) {
  const report: CampaignReport = aReport(findings);
  const terminal = new FakeTerminal({ "night.json": JSON.stringify(report) });
  const known = all ? worlds : [charging];
  const code = await runProgram(["report", "html", "night.json", ...words], terminal, known);
  const { files, output, notes } = terminal;
  const html = files.get("night.html") ?? "";
  return { code, output, notes, files, html, data: html === "" ? undefined : pageDataIn(html) };
}
