import { describe, expect, it } from "vitest";
import { BooksStory, verdictOn } from "./order-books-story.test-support.ts";
import { labelIsPaidFor } from "./order-label.ts";

const verdict = (story: BooksStory) => verdictOn(labelIsPaidFor, story)?.message;

describe("the money for a label", () => {
  const missing = "order ORD-1 is confirmed, but a label for shp_1 was bought without its money";

  it("is there while the bank holds it", () => {
    const held = (holdMs: number) =>
      new BooksStory().intends("pi_1").authorises("pi_1", holdMs).later(1_000).ships().buysLabel();

    expect(verdict(held(60_000).ends("confirmed"))).toBeUndefined();
    expect(verdict(held(500).ends("confirmed"))).toBe(missing);
  });

  it("is not there any more once it was given back", () => {
    const before = new BooksStory().pays().refunds("pi_1", 50).ships().buysLabel();
    const after = new BooksStory().pays().ships().buysLabel().refunds("pi_1", 50);

    expect(verdict(before.ends("confirmed"))).toBe(missing);
    expect(verdict(after.ends("confirmed"))).toBeUndefined();
  });
});

describe("an order", () => {
  const unpaid = () => new BooksStory().ships().buysLabel();

  it("is not judged while one of its executions runs, whatever others have come to", () => {
    const both = unpaid().orders("ORD-1").ends("confirmed");

    expect(verdict(both)).toBeUndefined();
    expect(verdict(unpaid().ends("confirmed"))).toContain("without its money");
  });

  it.each(["null", "", '"text"'])("is dead where its result tells nothing: %j", (result) => {
    expect(verdict(unpaid().endsWith({ status: "SUCCEEDED", result }))).toContain(
      "order ORD-1 is dead",
    );
  });
});
