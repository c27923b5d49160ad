import { describe, expect, it } from "vitest";
import type { CampaignReport, FindingRecord } from "../campaign/campaign-report.ts";
import { campaign, finding, findings } from "../report/campaign.test-support.ts";
import { orderAsPublished } from "../worlds/order-as-published.ts";
import { FakeTerminal } from "./fake-terminal.test-support.ts";
import { runProgram } from "./program.ts";

const ciFiles = ["--junit", "out/junit.xml", "--summary", "out/summary.md"];

describe("report ci", () => {
  it("writes what it was asked for, and ends with 1 for something new", async () => {
    const { terminal, code } = await reported(
      campaign([real()]),
      "ci",
      ...ciFiles,
      "--annotations",
    );

    expect(code).toBe(1);
    expect(terminal.output).toMatch(/^::error title=/);
    expect(terminal.files.get("out/junit.xml")).toContain("durable-chaos replay .durable-chaos/");
    expect(terminal.files.get("out/summary.md")).toContain(
      "## durable-chaos: 1 new, 0 known, 0 fixed",
    );
    expect(terminal.notes).toEqual(["1 new, 0 known, 0 fixed"]);
  });

  it("runs a new finding again for its picture", async () => {
    const { terminal } = await reported(campaign([real()]), "ci", ...ciFiles);
    const summary = terminal.files.get("out/summary.md") ?? "";

    expect(summary).toContain("```mermaid\nsequenceDiagram\n");
    expect(summary).toMatch(/✗ .*shipping\.create → created parcel TRK-2/);
  });

  it("ends with 0 where nothing is new, or only AWS's own doing", async () => {
    const found = [finding({ state: "known" }), finding({ tier: "platform" })];
    const { terminal, code } = await reported(campaign(found), "ci", "--annotations", "--new-only");

    expect(code).toBe(0);
    expect(terminal.output).toBe("");
  });

  it("does not run again what would take this process along", async () => {
    const { terminal } = await reported(campaign([real({ kind: "hang" })]), "ci", ...ciFiles);

    expect(terminal.files.get("out/summary.md")).not.toContain("mermaid");
  });

  it("shows a finding without a picture that does not fit this code", async () => {
    const { scenario } = real();
    const stale = [{ ...scenario.faults[0], at: "shipping.creat" }] as typeof scenario.faults;
    const { terminal, code } = await reported(
      campaign([
        real({ id: "00000001", scenario: { ...scenario, world: "elsewhere" } }),
        real({ id: "00000002", scenario: { ...scenario, faults: stale } }),
      ]),
      "ci",
      ...ciFiles,
    );

    expect(code).toBe(1);
    expect(terminal.notes[0]).toContain("00000001 is shown without a picture: ");
    expect(terminal.notes[1]).toBe(
      "00000002 no longer fits the code, and is shown without a picture",
    );
    expect(terminal.files.get("out/summary.md")?.match(/<details>/g)).toHaveLength(2);
  });

  it("says what to ask for", async () => {
    const { terminal, code } = await reported(campaign([]), "ci");

    expect(code).toBe(2);
    expect(terminal.notes).toEqual([
      "say what to make of it: --junit FILE, --annotations or --summary FILE",
    ]);
  });

  it("names the place of what is wrong in a report, and writes nothing", async () => {
    const wrong = campaign([{ ...finding(), hits: -1 }]);
    const { terminal, code } = await reported(wrong, "ci", ...ciFiles);

    expect(code).toBe(2);
    expect(terminal.notes[0]).toMatch(/^campaign\.json:\d+:\d+: findings\[0\]\.hits: /);
    expect(terminal.files.size).toBe(1);
  });
});

describe("report issues", () => {
  it("writes a file for each new finding, named by its id, its title in the first line", async () => {
    const found = [
      finding({ id: "00000001" }),
      finding({ id: "00000002", state: "known" }),
      finding({ id: "00000003", tier: "platform" }),
    ];
    const { terminal, code } = await reported(campaign(found), "issues", "--out", "issues");

    expect(code).toBe(0);
    expect(terminal.output).toBe("issues/00000001.md");
    expect(terminal.files.get("issues/00000001.md")).toMatch(
      /^durable-chaos 00000001: one-parcel in shop\n\n/,
    );
    expect(terminal.files.size).toBe(2);
  });

  it("opens no more issues in a night than somebody can close", async () => {
    const { terminal } = await reported(campaign(findings(33)), "issues", "--out", "issues");

    expect(terminal.files.size).toBe(21);
    expect(terminal.notes).toEqual(["13 more findings left out"]);
  });
});

/** A finding that its world really has. */
function real(changes: Partial<FindingRecord> = {}): FindingRecord {
  const { scenario } = finding();
  const { name: world, examples } = orderAsPublished;
  return finding({
    world,
    invariant: "at-most-one-parcel",
    scenario: { ...scenario, world, input: examples[0]?.input },
    ...changes,
  });
}

async function reported(report: CampaignReport, what: string, ...options: readonly string[]) {
  const terminal = new FakeTerminal({ "campaign.json": JSON.stringify(report) });
  const args = ["report", what, "campaign.json", ...options];
  const code = await runProgram(args, terminal, [orderAsPublished]);
  return { terminal, code };
}
