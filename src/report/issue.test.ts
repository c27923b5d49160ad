import { describe, expect, it } from "vitest";
import { campaign, finding } from "./campaign.test-support.ts";
import { renderIssue } from "./issue.ts";

describe("an issue", () => {
  it("has the finding's id in its title, and brings the scenario along", () => {
    expect(renderIssue(finding(), campaign([]), "npx durable-chaos")).toMatchInlineSnapshot(`
      "durable-chaos 0a1b2c3d: one-parcel in shop

      order o1 was shipped 2 times

      - what: violation, the execution SUCCEEDED
      - faults: lose-reply at shipping.create
      - lose-reply at shipping.create, 1st call: everything holds
      - any other value breaks it as well: orderId
      - 7 trials fell into it, first trial 1234 of the campaign with seed "night" of 2026-11-23T02:03:04.567Z.

      Send a key.

      To see it again, and the picture of it:

      \`\`\`sh
      cat > 0a1b2c3d.json <<'SCENARIO'
      {
        "version": 1,
        "name": "the reply is lost",
        "world": "shop",
        "input": {
          "orderId": "o1"
        },
        "faults": [
          {
            "at": "shipping.create",
            "from": 1,
            "times": 1,
            "fault": "lose-reply"
          }
        ],
        "seed": 1,
        "expect": {
          "verdict": "violated",
          "invariants": [
            "one-parcel"
          ]
        }
      }
      SCENARIO
      npx durable-chaos replay 0a1b2c3d.json
      npx durable-chaos show 0a1b2c3d.json
      \`\`\`

      A scenario that is copied to \`scenarios/\` is known from then on. durable-chaos 1.2.3, Node 24.21.0, SDK 2.4.0.
      "
    `);
  });

  it("has a title of one line, however long names are", () => {
    const long = renderIssue(finding({ invariant: "x\n".repeat(300) }), campaign([]), "dc");
    const [title = "", second] = long.split("\n");

    expect(title.length).toBeLessThanOrEqual(200);
    expect(title).toContain("0a1b2c3d");
    expect(second).toBe("");
  });

  it("leaves out a scenario that GitHub would not take", () => {
    const { scenario } = finding();
    const huge = finding({ scenario: { ...scenario, input: "x".repeat(60_000) } });
    const text = renderIssue(huge, campaign([]), "dc");

    expect(text.length).toBeLessThan(2_000);
    expect(text).toContain("too long for an issue");
  });

  it("takes nothing that code under test says for markup", () => {
    const text = renderIssue(finding({ message: "@all <script> [x](y)" }), campaign([]), "dc");

    expect(text).not.toMatch(/@all|<script>|(?<!\\)\[x/);
  });
});
