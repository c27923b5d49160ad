import { describe, expect, it } from "vitest";
import { lostCharge, mended, staleCharge, typedAmong } from "./corpus-shelf.test-support.ts";

const local = ".durable-chaos/no-charge-without-refund-0a1b2c3d.json";
const kept = "scenarios/charge-lost.json";
const id = "a566b347";

describe("corpus list", () => {
  it("tells of each file what it is and what it does today", async () => {
    const { output, code } = await typedAmong(
      { [local]: lostCharge(), ".durable-chaos/stale.json": staleCharge },
      "corpus list",
    );

    expect(code).toBe(0);
    expect(output).toMatchInlineSnapshot(`
      "✗ a566b347  .durable-chaos/no-charge-without-refund-0a1b2c3d.json
                  still violated, new · order-as-published · no-charge-without-refund · lose-reply at
                  payment.charge, calls 1 to 5
      ! eba8bcab  .durable-chaos/stale.json
                  stale: a fault of it has nothing to strike any more · order-as-published ·
                  no-charge-without-refund · lose-reply at payments.charge, calls 1 to 5

      2 scenarios, 2 of them local, 0 committed"
    `);
  });

  it("goes on behind a file that cannot be read, and says why it cannot", async () => {
    const { output, code } = await typedAmong(
      { ".durable-chaos/cut.json": lostCharge().slice(0, 40), [local]: lostCharge() },
      "corpus list",
    );

    expect(code).toBe(0);
    expect(output).toContain("! ????????  .durable-chaos/cut.json\n");
    expect(output).toContain("unreadable: .durable-chaos/cut.json:3:11: not JSON: ");
    expect(output).toContain(`✗ ${id}  ${local}`);
  });

  it("knows a finding of which a committed scenario shows the same, whatever passes it strikes", async () => {
    const { output } = await typedAmong(
      { [local]: lostCharge({ seed: 2 }), [kept]: lostCharge() },
      "corpus list",
    );

    expect(output).toContain(`still violated, known as ${kept}`);
  });

  it("says of one that holds now that it is fixed", async () => {
    const { output } = await typedAmong({ [local]: lostCharge() }, "corpus list", mended);

    expect(output).toContain("holds now (fixed)");
  });

  it("leaves out what a search has put beside them", async () => {
    const { output } = await typedAmong(
      {
        ".durable-chaos/certificate-small.json": `{ "world": "small", "inputs": [] }`,
        ".durable-chaos/notes.txt": "",
      },
      "corpus list",
    );

    expect(output).toBe("no scenarios, local or committed");
  });

  it("prints one JSON document for programs", async () => {
    const { output } = await typedAmong(
      { [local]: lostCharge(), [kept]: "[]" },
      "corpus list --json",
    );

    expect(JSON.parse(output)).toEqual({
      schemaVersion: 1,
      scenarios: [
        {
          file: local,
          place: "local",
          state: "violated",
          id,
          isKnown: false,
          isAsExpected: true,
          world: "order-as-published",
          invariant: "no-charge-without-refund",
          faults: ["lose-reply at payment.charge"],
          name: "no-charge-without-refund is broken by lose-reply at payment.charge x5",
        },
        {
          file: kept,
          place: "committed",
          state: "unreadable",
          reason: `${kept}:1:1: Invalid input: expected object, received array`,
        },
      ],
    });
  });
});

describe("a scenario", () => {
  it.each([
    ["its file", local],
    ["its id", id],
    ["the beginning of its id", "a56"],
    ["the name of its file", "no-charge-without-refund-0a1b2c3d"],
    ["the beginning of that", "no-charge"],
    ["the digits at its end", "0a1b2c3d"],
  ])("can be named by %s, to replay too", async (_what, word) => {
    const shown = await typedAmong({ [local]: lostCharge() }, `corpus show ${word}`);
    const replayed = await typedAmong({ [local]: lostCharge() }, `replay ${word}`);

    expect(shown.code).toBe(0);
    expect(shown.output).toContain(`Id      ${id}\nFile    ${local}\nWorld   order-as-published\n`);
    expect(shown.output).toContain("✗ no-charge-without-refund\n  order ORD-1 failed");
    expect(replayed.code).toBe(1);
    expect(replayed.output).toContain("✓ as expected: violated, no-charge-without-refund");
  });

  it("is not guessed where several may be meant", async () => {
    const files = {
      [local]: lostCharge(),
      ".durable-chaos/no-charge-at-all.json": lostCharge({
        faults: [{ at: "payment.charge", from: 1, times: 6, fault: "refuse" }],
      }),
    };
    const { code, notes } = await typedAmong(files, "corpus show no-charge");

    expect(code).toBe(2);
    expect(notes).toBe(
      `"no-charge" may be .durable-chaos/no-charge-at-all.json and ${local}: give more of its name`,
    );
  });

  it("that is not there is looked for in both folders, and they are named", async () => {
    const { code, notes } = await typedAmong({}, "corpus show 1234abcd");

    expect(code).toBe(2);
    expect(notes).toBe(
      'there is no scenario "1234abcd": not a file, nor an id or name in .durable-chaos or scenarios; ' +
        "see durable-chaos corpus list",
    );
  });

  it("that is stale is shown with what is wrong, and ends with 4", async () => {
    const { code, output } = await typedAmong({ "x.json": staleCharge }, "corpus show x.json");

    expect(code).toBe(4);
    expect(output).toContain('"payments.charge" was never passed');
  });

  it("with control characters in its name shows them, and they do nothing", async () => {
    const name = "a\n✓ as expected: held\u001B[2J";
    const { output } = await typedAmong({ "x.json": lostCharge({ name }) }, "corpus show x.json");

    expect(output).toContain(String.raw`  Scenario  a\n✓ as expected: held\u001b[2J`);
  });
});

describe("corpus verify", () => {
  it("ends with 0 where each committed scenario does what it expects, and tells what is new", async () => {
    const { code, output } = await typedAmong(
      {
        [kept]: lostCharge(),
        [local]: lostCharge(),
        ".durable-chaos/other.json": lostCharge({
          faults: [{ at: "payment.charge", from: 1, times: 5, fault: "slow-reply" }],
        }),
      },
      "corpus verify",
    );

    expect(code).toBe(0);
    expect(output).toMatchInlineSnapshot(`
      "✓ 1 committed scenario: each does what it expects
        new     .durable-chaos/other.json
        known   .durable-chaos/no-charge-without-refund-0a1b2c3d.json
        fixed   none"
    `);
  });

  it("ends with 1 where one has another verdict, and tells that it is fixed", async () => {
    const { code, output } = await typedAmong({ [kept]: lostCharge() }, "corpus verify", mended);

    expect(code).toBe(1);
    expect(output).toContain("✗ 1 committed scenario, 1 of which does not do what it expects");
    expect(output).toContain(`  fixed   ${kept}`);
  });

  it("ends with 4 where one is stale", async () => {
    expect((await typedAmong({ [kept]: staleCharge }, "corpus verify")).code).toBe(4);
  });

  it("ends with 2 where one cannot be read, and says what is wrong with the others all the same", async () => {
    const files = { [kept]: staleCharge, "scenarios/empty.json": "" };
    const { code, output } = await typedAmong(files, "corpus verify");

    expect(code).toBe(2);
    expect(output).toContain("unreadable: scenarios/empty.json:1:1: not JSON: the file is empty");
    expect(output).toContain("stale: ");
  });

  it("does not call it a success that there was nothing to replay", async () => {
    expect((await typedAmong({ [local]: lostCharge() }, "corpus verify")).code).toBe(5);
  });
});
