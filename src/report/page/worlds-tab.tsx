import type { JSX } from "preact";
import type { CampaignReport, WorldFigures } from "../../campaign/campaign-report.ts";
import { plural, renderCount } from "../counts.ts";
import { Fact } from "./finding-page.tsx";
import type { Place } from "./place.ts";
import { oneIn, percent } from "./words.ts";

/** Each world: what was tried, and which invariants held. */
export function WorldsTab({
  report,
  go,
}: {
  readonly report: CampaignReport;
  readonly go: (change: Partial<Place>) => void;
}): JSX.Element {
  const { worlds, findings } = report;
  return (
    <div class="worlds">
      {worlds.map((world, index) => {
        const own = findings.filter((finding) => finding.world === world.world);
        const openFinding = (name: string): void => {
          const finding = findings.findIndex(
            (one) => one.world === world.world && one.invariant === name,
          );
          if (finding !== -1) go({ tab: "findings", finding });
        };
        return (
          <WorldCard
            key={world.world}
            world={world}
            findings={own.length}
            onInvariant={openFinding}
            onCoverage={() => go({ tab: "coverage", world: index })}
          />
        );
      })}
    </div>
  );
}

function WorldCard({
  world,
  findings,
  onInvariant,
  onCoverage,
}: {
  readonly world: WorldFigures;
  readonly findings: number;
  readonly onInvariant: (name: string) => void;
  readonly onCoverage: () => void;
}): JSX.Element {
  const { invariants, unseen, coverage } = world;
  const broken = invariants.filter(({ state }) => state === "broken");
  const held = invariants.filter(({ state }) => state === "held");
  const struck = coverage.filter(({ strikes }) => strikes > 0).length;
  return (
    <section class="card world">
      <header>
        <h2>{world.world}</h2>
        {broken.length === 0 ? (
          <span class="tag good">✓ all {invariants.length} hold</span>
        ) : (
          <span class="tag bad">
            ✗ {broken.length} of {invariants.length} broken
          </span>
        )}
      </header>
      <WorldFacts world={world} findings={findings} />
      <Invariants broken={broken} held={held} onInvariant={onInvariant} />
      {unseen.length === 0 ? undefined : (
        <p class="doubt">! Never seen: {unseen.join(", ")}: too tame a search to tell</p>
      )}
      <p class="muted small odds">
        Of further trials some {percent(world.newBehaviour)} would do what none has yet; at most{" "}
        {oneIn(world.brokenAtMost)} breaks anything, at 95 % confidence.
      </p>
      <button type="button" class="quiet more" onClick={onCoverage}>
        {renderCount(struck)} of {plural(coverage.length, "way")} to fail were struck →
      </button>
    </section>
  );
}

function WorldFacts({
  world,
  findings,
}: {
  readonly world: WorldFigures;
  readonly findings: number;
}): JSX.Element {
  return (
    <dl class="facts">
      <Fact name="trials">{renderCount(world.trials)}</Fact>
      <Fact name="to shrink">{renderCount(world.shrinkingTrials)}</Fact>
      <Fact name="faults">{renderCount(world.faults)}</Fact>
      <Fact name="findings">{renderCount(findings)}</Fact>
      <Fact name="behaviours">{renderCount(world.behaviours)}</Fact>
      <Fact name="inconclusive">{renderCount(world.inconclusive)}</Fact>
      <Fact name="run twice">{renderCount(world.repeated)}</Fact>
    </dl>
  );
}

function Invariants({
  broken,
  held,
  onInvariant,
}: {
  readonly broken: WorldFigures["invariants"];
  readonly held: WorldFigures["invariants"];
  readonly onInvariant: (name: string) => void;
}): JSX.Element {
  return (
    <ul class="invariants">
      {broken.map(({ name }) => (
        <li key={name} class="broken">
          <button type="button" title="Open its first finding" onClick={() => onInvariant(name)}>
            <span class="sign bad">✗</span> {name}
          </button>
        </li>
      ))}
      {held.map(({ name }) => (
        <li key={name}>
          <span class="sign good">✓</span> {name}
        </li>
      ))}
    </ul>
  );
}
