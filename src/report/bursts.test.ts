import { describe, expect, it } from "vitest";
import { renderBurst, renderBursts, renderSchedule } from "./bursts.ts";

describe("faults in words", () => {
  it("says where, which passes, and what goes wrong", () => {
    const burst = { at: "payment.charge", from: 2, times: 3, fault: "lose-reply" } as const;

    expect(renderBurst(burst)).toBe(
      "payment.charge, calls 2 to 4: takes effect, but the reply is lost",
    );
  });

  it("does not call a checkpoint a call", () => {
    const at = "checkpoint SUCCEED charge-payment";

    expect(renderBurst({ at, from: 1, times: 1, fault: "throttle" })).toContain(
      `${at}, 1st time: `,
    );
  });

  it("tells of thousands that there are more", () => {
    const burst = { at: "payment.charge", from: 1, times: 1, fault: "refuse" } as const;
    const schedule = Array.from({ length: 5_000 }, () => burst);

    expect(renderBursts(schedule)).toHaveLength(21);
    expect(renderBursts(schedule).at(-1)).toBe("    fault   and 4,980 more");
    expect(renderSchedule(schedule)).toMatch(/; then 4,980 more$/);
    expect(renderBurst({ ...burst, at: "x".repeat(10_000) }).length).toBeLessThan(300);
  });

  it("tells a schedule on one line", () => {
    expect(
      renderSchedule([
        { at: "invocation start", from: 1, times: 2, fault: "crash" },
        { at: "payment.charge", from: 1, times: 1, fault: "refuse" },
      ]),
    ).toBe("crash at invocation start, times 1 to 2; then refuse at payment.charge, 1st call");
    expect(renderSchedule([])).toBe("no fault at all");
  });
});
