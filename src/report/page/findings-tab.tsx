import type { JSX } from "preact";
import type { TabProps } from "./app.tsx";
import { FindingList } from "./finding-list.tsx";
import { FindingPage } from "./finding-page.tsx";

/** The list of findings, and the one that is open. */
export function FindingsTab(props: TabProps): JSX.Element {
  const { data, place } = props;
  const { report, extras } = data;
  const finding = report.findings[place.finding];
  const extra = extras[place.finding];
  if (finding === undefined || extra === undefined) {
    return (
      <section class="card empty">
        <h2>✓ Nothing was found</h2>
        <p>
          Every invariant held in every trial. <b>Fault coverage</b> says what was tried, and what
          never was.
        </p>
      </section>
    );
  }
  return (
    <>
      <FindingList {...props} />
      <FindingPage key={finding.id} finding={finding} extra={extra} />
    </>
  );
}
