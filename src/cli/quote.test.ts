import { describe, expect, it } from "vitest";
import { quote } from "./quote.ts";

describe("quote", () => {
  it("leaves plain words alone", () => {
    expect(quote(".durable-chaos/no-charge-1a2b.json")).toBe(".durable-chaos/no-charge-1a2b.json");
  });

  it("quotes what a shell would take apart", () => {
    expect(quote("my order's $file")).toBe(String.raw`'my order'\''s $file'`);
    expect(quote("two words")).toBe("'two words'");
    expect(quote("")).toBe("''");
  });
});
