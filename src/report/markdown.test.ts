import { describe, expect, it } from "vitest";
import { codeBlock, escapeMarkdown, inlineCode, tableRow } from "./markdown.ts";

describe("Markdown", () => {
  it("takes no text for markup, nor for somebody's name", () => {
    expect(escapeMarkdown("a_b *c* <img src=x> [d](e) `f` #1 ~g~\n## h")).toBe(
      String.raw`a\_b \*c\* &lt;img src=x&gt; \[d\]\(e\) \`f\` \#1 \~g\~ \#\# h`,
    );
    expect(escapeMarkdown("@octocat")).not.toContain("@octocat");
  });

  it("fences code with more backticks than it has", () => {
    expect(inlineCode("echo `x` ``y``")).toBe("``` echo `x` ``y`` ```");
    expect(inlineCode("plain")).toBe("`plain`");
    expect(codeBlock("text", "a\n```\nb")).toBe("````text\na\n```\nb\n````");
  });

  it("keeps a cell in its column", () => {
    expect(tableRow(["`a | b`", escapeMarkdown("c|d")])).toBe(
      String.raw`| ${"`"}a \| b${"`"} | c\|d |`,
    );
  });
});
