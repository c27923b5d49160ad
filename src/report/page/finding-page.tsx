import type { ComponentChildren, JSX } from "preact";
import type { FindingRecord } from "../../campaign/campaign-report.ts";
import { plural } from "../counts.ts";
import type { FindingExtra } from "../html/finding-view.ts";
import { CopyButton } from "./copy-button.tsx";
import { KindTag } from "./finding-list.tsx";
import { TimeTravel } from "./time-travel.tsx";
import { WhyItFails } from "./why-it-fails.tsx";
import { kindWords, tierWords } from "./words.ts";

/** All there is to say about one finding. */
export function FindingPage({
  finding,
  extra,
}: {
  readonly finding: FindingRecord;
  readonly extra: FindingExtra;
}): JSX.Element {
  const { id, invariant, message, kind, tier, world, ending, hits, scenario, file } = finding;
  const json = `${JSON.stringify(scenario, undefined, 2)}\n`;
  const { picture, replay } = extra;
  return (
    <article class="finding" aria-labelledby="finding-name">
      <header class="card finding-head">
        <p class="over">
          <KindTag finding={finding} />
          <code>{id}</code>
          <span class="muted">{kindWords[kind]}</span>
        </p>
        <h2 id="finding-name">{invariant}</h2>
        <p class="message">{message}</p>
        <dl class="facts">
          <Fact name="world">{world}</Fact>
          <Fact name="execution">{ending}</Fact>
          <Fact name="hits">{plural(hits, "trial")}</Fact>
          <Fact name="cause">{tierWords[tier]}</Fact>
        </dl>
        <div class="commands">
          <code class="command" title={file}>
            {replay}
          </code>
          <CopyButton text={replay}>Copy replay command</CopyButton>
          <CopyButton text={json}>Copy scenario JSON</CopyButton>
        </div>
      </header>
      <WhyItFails finding={finding} />
      {picture.kind === "replayed" ? (
        <TimeTravel view={picture.view} name={invariant} />
      ) : (
        <section class="card">
          <h3>Timeline</h3>
          <p class="doubt">! There is no picture: {picture.why}</p>
        </section>
      )}
      <section class="card">
        <details>
          <summary>
            <h3>Scenario</h3> <span class="muted">what the replay command runs: {file}</span>
          </summary>
          <pre>{json}</pre>
        </details>
      </section>
    </article>
  );
}

/** A fact and its name. */
export function Fact({
  name,
  children,
}: {
  readonly name: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
