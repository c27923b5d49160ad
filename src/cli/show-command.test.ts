import { describe, expect, it } from "vitest";
import { renderScenario, type Scenario } from "../trial/scenario.ts";
import { orderAsPublished } from "../worlds/order-as-published.ts";
import { FakeTerminal } from "./fake-terminal.test-support.ts";
import { runProgram } from "./program.ts";

const twoParcels: Scenario = {
  version: 1,
  name: "the reply is lost, and the retry ships again",
  world: "order-as-published",
  input: orderAsPublished.examples[0]?.input,
  faults: [{ at: "shipping.create", from: 1, times: 1, fault: "lose-reply" }],
  seed: 1,
  expect: { verdict: "violated", invariants: ["at-most-one-parcel"] },
};

describe("show", () => {
  it("draws the timeline, then tells what happened, then shows the books", async () => {
    const { output, code } = await shown({});

    expect(code).toBe(0);
    const parts = ["✗ at-most-one-parcel", "  Timeline  ", "  What happened  ", "  Ledgers  "];
    expect(parts.map((part) => output.indexOf(part))).toEqual(
      parts.map((part) => output.indexOf(part)).toSorted((one, other) => one - other),
    );
    expect(output).toMatch(/^ {2}create-shipment +1─+↻┄+┊┄+2─+✓$/m);
    expect(output).toMatch(/^ {2}shipping +├─+✗ +┊ ├─+✗$/m);
    expect(output).toMatch(/^ {2}! lose-reply +! +┊$/m);
  });

  it("prints a Mermaid diagram, and nothing else", async () => {
    const { output } = await shown({}, "--mermaid");

    expect(output.split("\n")[0]).toBe("sequenceDiagram");
    expect(output).toContain("--xp1: ✗ created parcel TRK-1 ! takes effect, but the reply is lost");
  });

  it("prints a Chrome trace, or writes it to a file", async () => {
    const printed = await shown({}, "--trace");
    const written = await shown({}, "--trace", "out/trace.json");

    expect(JSON.parse(printed.output)).toMatchObject({ otherData: { title: twoParcels.name } });
    expect(written.output).toBe("");
    expect(written.terminal.files.get("out/trace.json")).toBe(`${printed.output}\n`);
    expect(written.terminal.notes).toEqual([
      "wrote out/trace.json; open it in https://ui.perfetto.dev",
    ]);
  });

  it.each([[], ["--mermaid"], ["--trace"]])(
    "says that a file no longer fits (%s)",
    async (...how) => {
      const faults = [{ at: "shipping.creat", from: 1, times: 1, fault: "refuse" } as const];
      const { output, terminal, code } = await shown({ faults }, ...how);
      const said = how.length === 0 ? output : terminal.notes.join();

      expect(code).toBe(4);
      expect(said).toContain("two.json:26:5: faults[0]: struck 0 of 1 time");
    },
  );

  it("checks the file as replay does", async () => {
    const { terminal, code } = await shown({ world: "elsewhere" });

    expect(code).toBe(2);
    expect(terminal.notes[0]).toContain('two.json:4:12: world: there is no world "elsewhere"');
  });

  it("draws one picture at a time", async () => {
    const { terminal, code } = await shown({}, "--mermaid", "--trace");

    expect(code).toBe(2);
    expect(terminal.notes[0]).toContain("cannot be used with option '--mermaid'");
  });
});

async function shown(changes: Partial<Scenario>, ...how: readonly string[]) {
  const files = { "two.json": renderScenario({ ...twoParcels, ...changes }) };
  const terminal = new FakeTerminal(files);
  const code = await runProgram(["show", "two.json", ...how], terminal, [orderAsPublished]);
  return { output: terminal.output, terminal, code };
}
