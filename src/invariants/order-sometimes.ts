import type { TraceEvent } from "../kernel/trace.ts";
import type { OrderBooks, OrderTrial } from "./order-books.ts";
import type { Sometimes } from "./sometimes.ts";

type Seen = Sometimes<unknown, OrderBooks>;

/** What a search of an order saga must have seen, or it has not tried what sagas are for. */
export const orderSometimes: readonly Seen[] = [
  seen("a-reservation-is-released", ({ trace }) => applied(trace, ".release", /^released/)),
  seen("a-payment-is-canceled", ({ trace }) => applied(trace, ".cancel", /^canceled/)),
  seen("a-payment-is-refunded", ({ trace }) => applied(trace, ".refund", /^accepted/)),
  seen("a-refund-is-asked-for-again", ({ trace }) => requests(trace, ".refund") > 1),
  seen("an-undo-follows-a-crash", ({ trace }) => {
    const crash = trace.findIndex(
      (event) => event.kind === "invocation.ended" && event.end === "crashed",
    );
    return crash !== -1 && applied(trace.slice(crash), ".release", /^released/);
  }),
  seen("what-comes-late-meets-a-fence", ({ trace }) => applied(trace, ".capture", /is canceled$/)),
  seen("a-key-is-known", ({ trace }) => applied(trace, "", /^known key/)),
  seen("a-person-is-asked", ({ ledgers }) => ledgers.escalations.escalations.length > 0),
  seen("the-reconciler-undoes", (trial) => reconciled(trial, "undone")),
  seen("the-reconciler-finishes", (trial) => reconciled(trial, "confirmed")),
];

function seen(name: string, happened: (trial: OrderTrial) => boolean): Seen {
  return { name, happened };
}

/** Whether a service did such a thing; `what` is as in a trace. */
function applied(trace: readonly TraceEvent[], operation: string, what: RegExp): boolean {
  return trace.some(
    (event) =>
      event.kind === "call.applied" && event.name.endsWith(operation) && what.test(event.what),
  );
}

function requests(trace: readonly TraceEvent[], operation: string): number {
  return trace.filter((event) => event.kind === "call.requested" && event.name.endsWith(operation))
    .length;
}

function reconciled({ executions }: OrderTrial, status: string): boolean {
  return executions.some(
    ({ label, outcome }) =>
      label !== undefined &&
      outcome.status === "SUCCEEDED" &&
      outcome.result?.includes(`"status":"${status}"`) === true,
  );
}
