import { describe, expect, it } from "vitest";
import type { TrialResult } from "../trial/trial.ts";
import { campaign, figures, finding, findings, replayOf } from "./campaign.test-support.ts";
import { renderJobSummary } from "./job-summary.ts";
import { TraceBuilder } from "./trace-builder.test-support.ts";

const view = { newOnly: false, replayOf, replayed: new Map<string, TrialResult>() };

describe("a job's summary", () => {
  it("counts, lists findings with the commands that replay them, and gives the worlds' figures", () => {
    const report = campaign(
      [
        finding({ id: "00000001", state: "known", hits: 90 }),
        finding({ id: "00000002", kind: "hang", free: [], hint: undefined }),
        finding({ id: "00000003", tier: "platform" }),
      ],
      {
        fixed: [{ file: "scenarios/old.json", world: "shop", invariants: ["one-charge"] }],
        worlds: [figures({ unseen: ["an-undo"] })],
      },
    );

    expect(renderJobSummary(report, view)).toMatchInlineSnapshot(`
      "## durable-chaos: 1 new, 1 of AWS itself, 1 known, 1 fixed

      12,345 trials of 1 world in 1 h · seed \`night\` · 2 of 4 shards · 2 workers · began 2026-11-23T02:03:04.567Z · durable-chaos 1.2.3, Node 24.21.0, SDK 2.4.0

      | finding | world | invariant | faults | hits | first seen | replay |
      | --- | --- | --- | --- | --- | --- | --- |
      | ✗ **new** hang 00000002 | shop | one-parcel | lose-reply at shipping.create | 7 | trial 1,234 | \`durable-chaos replay .durable-chaos/one-parcel-0a1b2c3d.json\` |
      | ! AWS 00000003 | shop | one-parcel | lose-reply at shipping.create | 7 | trial 1,234 | \`durable-chaos replay .durable-chaos/one-parcel-0a1b2c3d.json\` |
      | ! known 00000001 | shop | one-parcel | lose-reply at shipping.create | 90 | trial 1,234 | \`durable-chaos replay .durable-chaos/one-parcel-0a1b2c3d.json\` |

      <details><summary>✗ 00000002 · one-parcel · shop</summary>

      order o1 was shipped 2 times

      - lose-reply at shipping.create, 1st call: everything holds

      \`\`\`sh
      durable-chaos replay .durable-chaos/one-parcel-0a1b2c3d.json
      \`\`\`

      </details>

      ✓ \`scenarios/old.json\` expects \`one-charge\` to break, and it holds now.

      | world | broken | trials | faults | ways struck | behaviours | further trials that would do something new |
      | --- | --- | --- | --- | --- | --- | --- |
      | shop | 1 of 2 | 12,345 | 23,456 | 1 of 2 | 42 | 1.2 % |

      ! shop never saw \`an-undo\`: too tame a campaign to tell.
      "
    `);
  });

  it("tells three new findings in full, with a picture of those that were replayed", () => {
    const replayed = new Map([["00000001", parcelTwice()]]);
    const text = renderJobSummary(campaign(findings(5)), { ...view, replayed });

    expect(text.match(/<details>/g)).toHaveLength(3);
    expect(text.match(/<\/details>/g)).toHaveLength(3);
    expect(text.match(/^```mermaid\nsequenceDiagram$/gm)).toHaveLength(1);
    expect(text).toContain("  ✗  10 ms  invocation 1  shipping.create → created t1");
    expect(text).toContain("p2-->>p1: ✗ created t1");
  });

  it("leaves out what is known where only news are asked for", () => {
    const report = campaign([finding({ state: "known" }), finding({ tier: "platform" })]);
    const text = renderJobSummary(report, { ...view, newOnly: true });

    expect(text).toContain("## durable-chaos: 0 new, 1 of AWS itself, 1 known, 0 fixed");
    expect(text).not.toContain("0a1b2c3d");
  });

  it("lists 100 findings, and says how many there are beyond", () => {
    const text = renderJobSummary(campaign(findings(150)), view);

    expect(text.match(/^\| ✗/gm)).toHaveLength(100);
    expect(text).toContain("…and 50 more findings.");
  });

  it("stays below what GitHub takes, ends where a part ends, and says so", () => {
    const huge = findings(3, { message: "ü".repeat(155_000) });
    const text = renderJobSummary(campaign(huge), view);

    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(900_000);
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
    expect(text.match(/<details>/g)).toHaveLength(2);
    expect(text.trimEnd().endsWith("The campaign's report has all of it._")).toBe(true);
  });

  it("keeps a finding's texts in their places, whatever they say", () => {
    const evil = "</details> | `x` ``` \n## y <b>";
    const text = renderJobSummary(campaign([finding({ message: evil, invariant: evil })]), view);

    expect(text.match(/<\/details>/g)).toHaveLength(1);
    expect(text).not.toMatch(/^## y/m);
    const row = text.split("\n").find((line) => line.startsWith("| ✗")) ?? "";
    expect(row.match(/(?<!\\)\|/g)).toHaveLength(8);
  });
});

/** What a trial leaves of which a summary is made. */
function parcelTwice(): TrialResult {
  const trace = new TraceBuilder().invocation().call("shipping.create", "created t1");
  const violation = { message: "twice", witnesses: [trace.last - 1] };
  trace.end("SUCCEEDED");
  return {
    trace: trace.events,
    outcome: { status: "SUCCEEDED", result: undefined },
    invocations: 1,
    ledgers: {},
    violations: [{ invariant: "one-parcel", violation }],
  } as unknown as TrialResult;
}
