import { describe, expect, it } from "vitest";
import { renderAnnotations } from "./annotations.ts";
import { campaign, finding, findings, replayOf } from "./campaign.test-support.ts";

describe("annotations", () => {
  it("are errors for what is new, and warnings for what is known or AWS's own doing", () => {
    const report = campaign([
      finding({ id: "00000001", state: "known" }),
      finding({ id: "00000002", tier: "platform" }),
      finding({ id: "00000003" }),
    ]);

    expect(renderAnnotations(report, { newOnly: false, replayOf })).toMatchInlineSnapshot(`
      "::error title=durable-chaos%3A new 00000003%2C one-parcel in shop::order o1 was shipped 2 times%0Afaults: lose-reply at shipping.create%0Areplay: durable-chaos replay .durable-chaos/one-parcel-0a1b2c3d.json
      ::warning title=durable-chaos%3A new 00000002%2C one-parcel in shop::order o1 was shipped 2 times%0Afaults: lose-reply at shipping.create%0Areplay: durable-chaos replay .durable-chaos/one-parcel-0a1b2c3d.json
      ::warning title=durable-chaos%3A known 00000001%2C one-parcel in shop::order o1 was shipped 2 times%0Afaults: lose-reply at shipping.create%0Areplay: durable-chaos replay .durable-chaos/one-parcel-0a1b2c3d.json"
    `);
  });

  it("begin with what most trials fell into", () => {
    const report = campaign([finding({ id: "00000001", hits: 1 }), finding({ id: "00000002" })]);
    const ids = renderAnnotations(report, { newOnly: false, replayOf }).match(/0000000\d/g);

    expect(ids).toEqual(["00000002", "00000001"]);
  });

  it("leave out what is known where only news are asked for", () => {
    const known = campaign([finding({ state: "known" }), finding({ tier: "platform" })]);

    expect(renderAnnotations(known, { newOnly: true, replayOf })).toBe("");
  });

  it("are 8 at most, and say how many there are beyond", () => {
    const [eight, nine, many] = [8, 9, 30].map((count) =>
      renderAnnotations(campaign(findings(count)), { newOnly: false, replayOf }).split("\n"),
    );

    expect(eight?.filter((line) => line.startsWith("::error"))).toHaveLength(8);
    expect(nine?.at(-1)).toBe(
      "::notice title=durable-chaos::and 1 more finding; see the job's summary",
    );
    expect(many).toHaveLength(9);
    expect(many?.at(-1)).toContain("and 22 more findings");
  });

  it("stay one command each, whatever the texts say", () => {
    const evil = "100 % a:b,c\r\n::error::gotcha";
    const report = campaign([finding({ invariant: evil, message: evil, world: evil })]);
    const text = renderAnnotations(report, { newOnly: false, replayOf });

    expect(text.split(/[\r\n]/)).toHaveLength(1);
    const [, title, data] = /^::error title=([^:,]*)::(.*)$/.exec(text) ?? [];
    expect(decodeURIComponent(title ?? "")).toBe(`durable-chaos: new 0a1b2c3d, ${evil} in ${evil}`);
    expect(decodeURIComponent(data ?? "").startsWith(`${evil}\nfaults: `)).toBe(true);
  });
});
