import type { Burst } from "../../faults/schedule.ts";
import { type Scenario, renderScenario } from "../../trial/scenario.ts";
import type { World } from "../../trial/world.ts";
import { orderAsPublished } from "../../worlds/order-as-published.ts";
import { FakeTerminal } from "../fake-terminal.test-support.ts";
import { runProgram } from "../program.ts";
import type { Terminal } from "../terminal.ts";

const name = "no-charge-without-refund is broken by lose-reply at payment.charge x5";

const burst: Burst = { at: "payment.charge", from: 1, times: 5, fault: "lose-reply" };

/** The text of a scenario that breaks what it says, unless it is changed. */
export function lostCharge(changes: Partial<Scenario> = {}): string {
  return renderScenario({
    version: 1,
    name,
    world: orderAsPublished.name,
    input: orderAsPublished.examples[0]?.input,
    faults: [burst],
    seed: 1,
    expect: { verdict: "violated", invariants: ["no-charge-without-refund"] },
    ...changes,
  });
}

/** The same, with faults that it does not need. */
export const largerLostCharge: string = lostCharge({
  faults: [
    burst,
    { at: "checkpoint START cancel-reservation", from: 1, times: 2, fault: "throttle" },
  ],
});

/** One whose first fault strikes at nothing. */
export const staleCharge: string = lostCharge({ faults: [{ ...burst, at: "payments.charge" }] });

/** The world after somebody has mended it. */
export const mended: World = { ...orderAsPublished, judge: () => [] };

/** Types a command where these files are. */
export async function typedAmong(
  files: Readonly<Record<string, string>>,
  words: string,
  world: World = orderAsPublished,
): Promise<{
  readonly code: number;
  readonly output: string;
  readonly notes: string;
  readonly files: ReadonlyMap<string, string>;
}> {
  const terminal = new FakeTerminal(files);
  const program = (args: readonly string[], of: Terminal) => runProgram(args, of, [world]);
  terminal.program = program;
  const code = await program(words.split(" "), terminal);
  const { output, notes } = terminal;
  return { code, output, notes: notes.join("\n"), files: terminal.files };
}
