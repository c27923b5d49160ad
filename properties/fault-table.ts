import { type Fault, allFaults, faultsAt } from "../src/index.ts";

/** The faults of AWS and of the network; what third parties do wrong, only some fakes know. */
export const platformFaults: readonly Fault[] = allFaults.filter(
  (fault) => !faultsAt("any.call", ["provider"]).includes(fault),
);

/** Which fault points of the world of every operation belong to which. */
const operations: readonly (readonly [operation: string, at: RegExp])[] = [
  ["step", /charge$/],
  ["step, at most once", /ship$/],
  ["waitForCondition", /restock$/],
  ["wait", /rest$/],
  ["child context", /child(?:-step)?$/],
  ["map", /map(?:-\w+-\d)?$/],
  ["parallel", /parallel(?:-\w+-\d)?$/],
  ["createCallback", /signal$/],
  // The SDK leaves the callback and the step within nameless: their ids stand for them.
  ["waitForCallback", /approval(?:-submit)?$| [0-9a-f]{16}$/],
  ["invoke, durable", /bill$|billing|bill-step$/],
  ["invoke, plain", /tax(?:es)?(?::\d)?$/],
  ["large child context", /large(?:-step)?$/],
  ["invocation", /^(?:execution start|invocation start|invocation end|wake-up|state page)$/],
];

/** The operation that a fault point belongs to. */
function operationAt(at: string): string {
  const found = operations.filter(([, pattern]) => pattern.test(at));
  const [operation] = found[0] ?? [];
  if (operation === undefined || found.length > 1) throw new Error(`whose point is ${at}?`);
  return operation;
}

/** How often which fault struck which operation, as a table in Markdown. */
export function faultTable(strikes: readonly { at: string; fault: Fault }[]): string[] {
  const names = operations.map(([operation]) => operation);
  const counts = (fault: Fault | undefined): number[] => {
    const struck = strikes.filter((strike) => fault === undefined || strike.fault === fault);
    const owners = struck.map(({ at }) => operationAt(at));
    return [...names.map((name) => owners.filter((owner) => owner === name).length), struck.length];
  };
  return [
    rowOf("fault", [...names, "all"]),
    rowOf("---", [...names, "all"].fill("--:")),
    ...platformFaults.map((fault) => rowOf(`\`${fault}\``, counts(fault))),
    rowOf("all", counts(undefined)),
  ];
}

function rowOf(first: string, cells: readonly (string | number)[]): string {
  return `| ${[first, ...cells.map((cell) => (cell === 0 ? "" : cell))].join(" | ")} |`;
}
