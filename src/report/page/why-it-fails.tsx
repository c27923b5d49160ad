import type { JSX } from "preact";
import type { FindingRecord } from "../../campaign/campaign-report.ts";
import { renderBurst } from "../bursts.ts";
import { plural, renderCount } from "../counts.ts";
import { renderValue } from "../value.ts";

const longestInput = 2_000;

/** The faults that it takes, what happens without them, and what to do about it. */
export function WhyItFails({ finding }: { readonly finding: FindingRecord }): JSX.Element {
  const { hint, free, scenario, firstTrial, firstFaults, tries } = finding;
  const faults = scenario.faults.reduce((sum, { times }) => sum + times, 0);
  return (
    <section class="card why" aria-labelledby="why">
      <h3 id="why">Why it fails</h3>
      {hint === undefined ? undefined : (
        <p class="hint">
          <b>Hint</b> {hint}
        </p>
      )}
      <NeededFaults finding={finding} />
      <dl class="rows">
        <dt>input</dt>
        <dd>
          <code class="wrap">{renderValue(scenario.input, longestInput)}</code>
        </dd>
        <dt>free</dt>
        <dd>
          {free.length === 0 ? (
            <span class="muted">no field was shown to make no difference</span>
          ) : (
            <>
              {free.map((field) => (
                <code class="chip" key={field}>
                  {field}
                </code>
              ))}{" "}
              any other value that was tried breaks it as well
            </>
          )}
        </dd>
        <dt>found</dt>
        <dd>
          {firstTrial === 0
            ? "by a file that was run again"
            : `in trial ${renderCount(firstTrial)}`}
          , with {plural(firstFaults, "fault")}; shrunk to {renderCount(faults)} after{" "}
          {plural(tries, "try")}
        </dd>
      </dl>
    </section>
  );
}

function NeededFaults({ finding }: { readonly finding: FindingRecord }): JSX.Element {
  const { scenario, needed } = finding;
  if (scenario.faults.length === 0) {
    return <p>No fault is needed: it breaks when nothing goes wrong.</p>;
  }
  return (
    <table class="needed">
      <thead>
        <tr>
          <th>needed fault</th>
          <th>without it</th>
        </tr>
      </thead>
      <tbody>
        {scenario.faults.map((burst, index) => (
          <tr key={`${burst.at} ${burst.from} ${burst.fault}`}>
            <td>
              <span class="sign warn" aria-hidden="true">
                ▲
              </span>
              <b>{burst.fault}</b> at {renderBurst(burst)}
            </td>
            <td>{withoutPrefix(needed[index]?.without)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The column says "without it" already. */
function withoutPrefix(without: string | undefined): string {
  return without?.replace(/^without it /, "") ?? "not tried";
}
