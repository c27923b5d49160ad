import { describe, expect, it } from "vitest";
import { parseScenario } from "../../trial/scenario.ts";
import { orderAsPublished } from "../../worlds/order-as-published.ts";
import {
  largerLostCharge,
  lostCharge,
  mended,
  staleCharge,
  typedAmong,
} from "./corpus-shelf.test-support.ts";

const local = ".durable-chaos/no-charge-without-refund-0a1b2c3d.json";
const promoted = "scenarios/no-charge-without-refund-lose-reply-at-payment-charge.json";

describe("corpus promote", () => {
  it("copies a scenario that does what it says, byte for byte, under a readable name", async () => {
    const { code, output, files } = await typedAmong(
      { [local]: lostCharge() },
      "corpus promote a566b347",
    );

    expect({ code, output }).toEqual({ code: 0, output: `Kept    ${promoted}` });
    expect(files.get(promoted)).toBe(lostCharge());
    expect(files.get(local)).toBe(lostCharge());
  });

  it("takes a better name, and keeps what is there", async () => {
    const before = { [local]: lostCharge(), "scenarios/lost.json": "mine" };
    const named = await typedAmong(before, `corpus promote ${local} --as charge-lost`);
    const taken = await typedAmong(before, `corpus promote ${local} --as lost`);
    const wrong = await typedAmong(before, `corpus promote ${local} --as ../Lost`);

    expect(named.output).toBe("Kept    scenarios/charge-lost.json");
    expect(taken.code).toBe(2);
    expect(taken.notes).toBe("scenarios/lost.json is there already: give another name with --as");
    expect(Object.fromEntries(taken.files)).toEqual(before);
    expect(wrong.notes).toBe('"../Lost" must be kebab-case: a-z, 0-9 and hyphens');
  });

  it("keeps none twice, unless it is told a name", async () => {
    const before = { [local]: lostCharge({ seed: 2 }), "scenarios/lost.json": lostCharge() };
    const again = await typedAmong(before, `corpus promote ${local}`);
    const named = await typedAmong(before, `corpus promote ${local} --as with-seed-2`);

    expect(again.code).toBe(2);
    expect(again.notes).toBe(
      `scenarios/lost.json shows the same; to keep ${local} as well, give it a name with --as`,
    );
    expect(named.code).toBe(0);
  });

  it("keeps one that holds now as a regression test, if that is what is wanted", async () => {
    const unsaid = await typedAmong({ [local]: lostCharge() }, `corpus promote ${local}`, mended);
    const said = await typedAmong(
      { [local]: lostCharge() },
      `corpus promote ${local} --fixed`,
      mended,
    );

    expect(unsaid.code).toBe(2);
    expect(unsaid.notes).toContain(`${local} holds now; to keep it as a regression test: `);
    expect(said.code).toBe(0);
    const { scenario } = parseScenario(said.files.get(promoted) ?? "", promoted, [mended]);
    expect(scenario.expect).toEqual({ verdict: "held" });
    expect(scenario.name).toBe(
      "no-charge-without-refund holds under lose-reply at payment.charge x5",
    );
    expect((await typedAmong(Object.fromEntries(said.files), "corpus verify", mended)).code).toBe(
      0,
    );
  });

  it.each([
    ["still breaks, as fixed", lostCharge(), "--fixed", 2],
    [
      "breaks something else",
      lostCharge({ expect: { verdict: "violated", invariants: ["at-most-one-parcel"] } }),
      "",
      2,
    ],
    ["breaks, though it should hold", lostCharge({ expect: { verdict: "held" } }), "", 2],
    ["is stale", staleCharge, "", 4],
    ["cannot be read", "{", "", 2],
  ])("refuses one that %s", async (_what, text, option, code) => {
    const typed = await typedAmong({ [local]: text }, `corpus promote ${local} ${option}`.trim());

    expect(typed.code).toBe(code);
    expect(typed.notes).not.toBe("");
    expect(Object.fromEntries(typed.files)).toEqual({ [local]: text });
  });
});

describe("corpus prune", () => {
  const files = {
    ".durable-chaos/known.json": lostCharge({ seed: 2 }),
    ".durable-chaos/stale.json": staleCharge,
    ".durable-chaos/new.json": refused(5),
    ".durable-chaos/new-and-larger.json": refused(6),
    ".durable-chaos/cut.json": "{",
    ".durable-chaos/certificate.json": `{ "world": "order-as-published" }`,
    "scenarios/lost.json": lostCharge(),
  };

  it("removes what is known, stale or there twice, and says each and why", async () => {
    const { code, output, files: left } = await typedAmong(files, "corpus prune");

    expect(code).toBe(0);
    expect(output).toMatchInlineSnapshot(`
      "kept  .durable-chaos/cut.json
          .durable-chaos/cut.json:1:2: not JSON: close brace expected
      removed  .durable-chaos/known.json
          it is known: scenarios/lost.json shows the same
      removed  .durable-chaos/new-and-larger.json
          .durable-chaos/new.json shows the same, and is not larger
      kept  .durable-chaos/new.json
          new
      removed  .durable-chaos/stale.json
          it is stale: a fault of it has nothing to strike any more
      removed 3 scenarios, kept 2"
    `);
    expect([...left.keys()]).toEqual([
      ".durable-chaos/new.json",
      ".durable-chaos/cut.json",
      ".durable-chaos/certificate.json",
      "scenarios/lost.json",
    ]);
  });

  it("removes what holds now, unless it is kept because it holds", async () => {
    const { files: left } = await typedAmong(
      {
        [local]: lostCharge(),
        ".durable-chaos/holds.json": lostCharge({ expect: { verdict: "held" } }),
      },
      "corpus prune",
      mended,
    );

    expect([...left.keys()]).toEqual([".durable-chaos/holds.json"]);
  });

  it("only tells, when asked to", async () => {
    const { output, files: left } = await typedAmong(files, "corpus prune --dry-run");

    expect(output).toContain("would remove 3 scenarios, kept 2");
    expect(Object.fromEntries(left)).toEqual(files);
  });
});

describe("corpus minimize", () => {
  it("leaves out what is not needed, and keeps the rest of the file's promise", async () => {
    const { code, output, files } = await typedAmong(
      { [local]: largerLostCharge },
      "corpus minimize",
    );

    expect(code).toBe(0);
    expect(output).toMatch(/^smaller .*\n {4}7 faults → 5 after \d+ tries$/);
    const { scenario } = parseScenario(files.get(local) ?? "", local, [orderAsPublished]);
    expect(scenario.faults).toEqual([
      { at: "payment.charge", from: 1, times: 5, fault: "lose-reply" },
    ]);
    expect((await typedAmong(Object.fromEntries(files), `replay ${local}`)).output).toContain(
      "✓ as expected: violated, no-charge-without-refund",
    );
  });

  it("leaves a file as it is that is as small as it gets", async () => {
    const { output, files } = await typedAmong(
      { [local]: lostCharge() },
      `corpus minimize ${local}`,
    );

    expect(output).toMatch(/^left {4}.*\n {4}as small as it gets, after \d+ tries$/);
    expect(files.get(local)).toBe(lostCharge());
  });

  it("leaves alone what breaks nothing, or cannot be read", async () => {
    const files = { ".durable-chaos/cut.json": "{", ".durable-chaos/stale.json": staleCharge };
    const all = await typedAmong(files, "corpus minimize");
    const one = await typedAmong(files, "corpus minimize stale");

    expect(all.code).toBe(0);
    expect(all.output.match(/^left/gm)).toHaveLength(2);
    expect(one.code).toBe(4);
    expect(Object.fromEntries(all.files)).toEqual(files);
  });
});

function refused(times: number): string {
  const burst = { at: "notification.send", from: 1, times: 3, fault: "refuse" } as const;
  const more = {
    at: "checkpoint START send-confirmation",
    from: 1,
    times: times - 3,
    fault: "throttle",
  } as const;
  return lostCharge({
    name: "nothing-shipped-for-failed-order is broken by refuse at notification.send x3",
    faults: [burst, more],
    expect: { verdict: "violated", invariants: ["nothing-shipped-for-failed-order"] },
  });
}
