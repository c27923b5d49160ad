import { describe, expect, it } from "vitest";
import { ancestry } from "./ancestry.ts";
import { chronicle, findings } from "./chronicle.test-support.ts";

const map = { SubType: "Map" };
const item = { SubType: "MapIteration", ParentId: "map" };

describe("ancestry", () => {
  it("puts operations into contexts that have started and not ended", () => {
    const history = chronicle()
      .contextStarted("a")
      .contextStarted("b", { ParentId: "a" })
      .stepStarted("c", { ParentId: "b" })
      .stepSucceeded("c", 1, { ParentId: "b" })
      .contextSucceeded("b", { ParentId: "a" })
      .contextSucceeded("a");

    expect(findings(ancestry, history)).toEqual([]);
  });

  it("lets the service end what is left in a map that ended early", () => {
    const history = chronicle()
      .contextStarted("map", map)
      .contextStarted("item", item)
      .waitStarted("wait", 5, { ParentId: "item" })
      .contextSucceeded("map", map)
      .at(5_000)
      .waitSucceeded("wait", 5, { ParentId: "item" });

    expect(findings(ancestry, history)).toEqual([]);
  });

  it("knows no parent that never started, or is no context", () => {
    const history = chronicle().stepStarted("a").stepStarted("b", { ParentId: "a" });

    expect(findings(ancestry, history)).toEqual([
      "event 2, StepStarted b: no context a had started",
    ]);
  });

  it("knows no parent that starts later", () => {
    const history = chronicle().stepStarted("b", { ParentId: "a" }).contextStarted("a");

    expect(findings(ancestry, history)).toEqual([
      "event 1, StepStarted b: no context a had started",
    ]);
  });

  it("lets the function do nothing in a context that ended", () => {
    const ended = chronicle().contextStarted("a").contextSucceeded("a");

    expect(findings(ancestry, ended.stepStarted("b", { ParentId: "a" }))).toEqual([
      "event 3, StepStarted b: context a around it had ended",
    ]);
  });

  it("lets it do nothing anywhere below such a context either", () => {
    const ended = chronicle()
      .contextStarted("map", map)
      .contextStarted("item", item)
      .stepStarted("step", { ParentId: "item" })
      .contextFailed("map", map);

    expect(findings(ancestry, ended.stepSucceeded("step", 1, { ParentId: "item" }))).toEqual([
      "event 5, StepSucceeded step: context map around it had ended",
    ]);
    expect(findings(ancestry, ended.contextSucceeded("item", item))).toEqual([
      "event 5, ContextSucceeded item: context map around it had ended",
    ]);
  });

  it("keeps iterations in maps, and branches in parallels", () => {
    const history = chronicle()
      .contextStarted("map", map)
      .contextStarted("branch", { SubType: "ParallelBranch", ParentId: "map" })
      .contextStarted("stray", { SubType: "MapIteration" });

    expect(findings(ancestry, history)).toEqual([
      "event 2, ContextStarted branch: a ParallelBranch is part of a Parallel",
      "event 3, ContextStarted stray: a MapIteration is part of a Map",
    ]);
  });
});
