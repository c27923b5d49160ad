import { type DurableContext, withDurableExecution } from "@aws/durable-execution-sdk-js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  type Exploration,
  type ServiceFactory,
  defineWorld,
  explore,
  parseScenario,
  renderScenario,
  replay,
} from "../src/index.ts";

describe("the order in which concurrent branches reach their services", () => {
  it("breaks an invariant with one reordering, where crashes find nothing", async () => {
    const crashes = await explore(doorWorld, { families: ["crash"], randomTrials: 200 });
    const reordered = await explore(doorWorld, { families: ["order"], randomTrials: 200 });

    expect(crashes.findings).toEqual([]);
    expect(faultsOf(reordered)).toEqual([{ at: "door.open", from: 1, times: 1, fault: "defer" }]);
  });

  it("is shrunk out of a schedule in which other things are reordered too", async () => {
    const { findings } = await explore(doorWorld, {
      families: ["order"],
      maxFaults: 0,
      randomTrials: 500,
    });

    expect(findings[0]?.firstFaults).toBeGreaterThan(1);
    expect(findings[0]?.scenario.faults).toHaveLength(1);
  });

  it("is replayed from a file", async () => {
    const { findings } = await explore(doorWorld, { families: ["order"], randomTrials: 0 });
    const [finding] = findings;
    if (finding === undefined) throw new Error("nothing was found");
    const text = renderScenario(finding.scenario);

    const { scenario, world } = parseScenario(text, "case.json", [doorWorld]);
    const { result, missed } = await replay(world, scenario);

    expect(missed).toEqual([]);
    expect(result.violations).toMatchObject([{ invariant: "opened-before-entered" }]);
  });
});

interface Door {
  readonly open: () => Promise<string>;
  readonly enter: () => Promise<string>;
}

/** What happened at the door, in order. */
interface Visits {
  readonly visits: string[];
}

const door: ServiceFactory<Door, Visits> = (name, boundary) => {
  const visits: string[] = [];
  const call = async (what: string) =>
    boundary.call(`${name}.${what}`, {}, () => {
      visits.push(what);
      return { kind: "done", value: what, what };
    });
  return {
    ledger: { visits },
    client: { open: async () => call("open"), enter: async () => call("enter") },
  };
};

/** Two branches that count on the first one's being first. */
const doorWorld = defineWorld({
  name: "door",
  services: { door },
  handler: (clients) =>
    withDurableExecution(async (_input: object, context: DurableContext) => {
      await context.parallel("branches", [
        (branch) => branch.step("open", () => clients.door.open()),
        (branch) => branch.step("enter", () => clients.door.enter()),
      ]);
    }),
  input: fc.constant({}),
  inputSchema: z.object({}),
  examples: [{ name: "nothing", input: {} }],
  invariants: [
    {
      name: "opened-before-entered",
      check: ({ ledgers }) =>
        ledgers.door.visits[0] === "enter"
          ? { message: "someone came in through a closed door", witnesses: [] }
          : undefined,
    },
  ],
});

function faultsOf({ findings }: Exploration): unknown {
  return findings.flatMap(({ scenario }) => scenario.faults);
}
