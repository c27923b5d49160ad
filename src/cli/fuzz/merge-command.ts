import { existsSync } from "node:fs";
import type { CampaignReport } from "../../campaign/campaign-report.ts";
import { type CampaignState, mergeStates } from "../../campaign/campaign-state.ts";
import { isSameCampaign } from "../../campaign/plan.ts";
import { reportOf } from "../../campaign/report-of.ts";
import { UsageError } from "../../kernel/errors.ts";
import { renderFuzzSummary } from "../../report/fuzz-summary.ts";
import type { World } from "../../trial/world.ts";
import { pathOfScenario, saveScenario } from "../saved-scenario.ts";
import type { Terminal } from "../terminal.ts";
import { CampaignStore } from "./store.ts";
import { toolVersions } from "./tool-versions.ts";

/** What `report merge` is told. */
export interface MergeOptions {
  readonly json: string;
  readonly save: string;
}

/** Joins the stores of a campaign's shards into one report, and writes down the scenarios that it names. */
export function mergeShards(
  paths: readonly string[],
  { json, save }: MergeOptions,
  { terminal, worlds }: { readonly terminal: Terminal; readonly worlds: readonly World[] },
): CampaignReport {
  const merged = merge(paths.map((path) => ({ path, state: stateIn(path) })));
  const report = reportOf(merged, {
    tool: toolVersions(terminal.version),
    invariantsOf: (name) => worlds.find((world) => world.name === name)?.invariantNames ?? [],
    fileOf: (record) => pathOfScenario(record, save),
  });
  for (const finding of report.findings) saveScenario(finding, save, terminal);
  terminal.writeFile(json, `${JSON.stringify(report, undefined, 2)}\n`);
  terminal.print(renderFuzzSummary(report, []));
  const missing = missingOf(merged);
  if (missing.length > 0) {
    terminal.note(`shards that are missing: ${missing.join(", ")} of ${merged.plan.shard.of}`);
  }
  return report;
}

function stateIn(path: string): CampaignState {
  if (!existsSync(path)) throw new UsageError(`cannot read "${path}": there is no such file`);
  const store = new CampaignStore(path);
  try {
    return store.state();
  } finally {
    store.close();
  }
}

function merge(
  stores: readonly { readonly path: string; readonly state: CampaignState }[],
): CampaignState {
  const [first, ...others] = stores;
  if (first === undefined) throw new UsageError("give the stores of the shards");
  const pathByShard = new Map([[first.state.plan.shard.index, first.path]]);
  for (const { path, state } of others) {
    if (!isSameCampaign(first.state.plan, state.plan)) {
      throw new UsageError(
        `"${path}" and "${first.path}" are not of one campaign; shards have the same seed, worlds, families, ` +
          "trials and number of shards",
      );
    }
    const { index, of } = state.plan.shard;
    const twin = pathByShard.get(index);
    if (twin !== undefined) {
      throw new UsageError(`"${twin}" and "${path}" are both shard ${index}/${of}; give each once`);
    }
    pathByShard.set(index, path);
  }
  return mergeStates(
    first.state,
    others.map(({ state }) => state),
  );
}

function missingOf({ plan, shards }: CampaignState): readonly number[] {
  const all = Array.from({ length: plan.shard.of }, (_, index) => index + 1);
  return all.filter((index) => !shards.some((shard) => shard.index === index));
}
