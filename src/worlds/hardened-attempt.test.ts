import { describe, expect, it } from "vitest";
import {
  type Call,
  askUntil,
  attempt,
  hasId,
  patiently,
  promptly,
} from "../sagas/hardened/attempt.ts";
import { ProviderError } from "../services/provider-error.ts";
import { simulate } from "../trial/simulate.ts";
import { durable, elapsedMs, once, pause } from "../trial/simulated-function.test-support.ts";

const problem = (status: number, code: string) =>
  new ProviderError({ status, code, message: "no" });

const shipment = { id: "shp_1" };

/** Answers of the other side, one for each ask; the last one for all that follow. */
function answering(...answers: readonly unknown[]) {
  let asked = 0;
  return async () => {
    const answer = answers[Math.min(asked, answers.length - 1)];
    asked += 1;
    if (answer instanceof Error) throw answer;
    return answer;
  };
}

/** What an attempt in a simulated execution comes to, and how often the other side was asked. */
async function outcomeOf(ask: Call<unknown>["ask"], seed = 1) {
  let asked = 0;
  const handler = durable(async (context) =>
    attempt(context, {
      name: "ship",
      policy: promptly,
      isAnswer: hasId,
      ask: async () => {
        asked += 1;
        return ask();
      },
    }),
  );
  const { status, result } = await simulate(handler, { seed });
  return { status, result, asked };
}

describe("an attempt", () => {
  it("is done with the first answer that was promised", async () => {
    expect(await outcomeOf(answering(shipment))).toEqual({
      status: "SUCCEEDED",
      result: { kind: "done", value: shipment },
      asked: 1,
    });
  });

  it.each([
    [400, "invalid_request"],
    [402, "card_declined"],
    [404, "missing"],
    [409, "out_of_stock"],
    [410, "reservation_expired"],
    [422, "SHIPMENT.INVALID"],
  ])("is refused by %d %s, and does not ask again", async (status, code) => {
    expect(await outcomeOf(answering(problem(status, code), shipment))).toEqual({
      status: "SUCCEEDED",
      result: { kind: "refused", code },
      asked: 1,
    });
  });

  it("is refused in no words where there are none", async () => {
    const bare = Object.assign(new Error("no"), { status: 404, code: 7 });

    expect((await outcomeOf(answering(bare))).result).toEqual({ kind: "refused", code: "" });
  });

  it("is unknown after a 500, which a repeat would only bring again", async () => {
    expect(await outcomeOf(answering(problem(500, "api_error"), shipment))).toEqual({
      status: "SUCCEEDED",
      result: { kind: "unknown", why: "api_error" },
      asked: 1,
    });
  });

  it.each([
    ["a lost connection", new Error("connection reset")],
    ["a wrong key to the door", problem(401, "unauthorized")],
    ["too many requests", problem(429, "rate_limit")],
    ["a gateway's failure", problem(502, "bad_gateway")],
    ["a failure that is said to pass", problem(503, "unavailable")],
    ["a payment that is still being made", problem(409, "idempotency_key_in_use")],
    ["a label that is still being bought", problem(422, "SHIPMENT.PURCHASE.IN_PROGRESS")],
    ["a status that is none", Object.assign(new Error("no"), { status: "404" })],
    ["a page of HTML", "<html>"],
    ["an answer without an id", {}],
    ["no answer at all", undefined],
    ["nothing", null],
  ])("asks again after %s", async (_, answer) => {
    expect(await outcomeOf(answering(answer, answer, shipment))).toEqual({
      status: "SUCCEEDED",
      result: { kind: "done", value: shipment },
      asked: 3,
    });
  });

  it("asks 8 times, and then tells the last reason why nobody knows", async () => {
    const answers = answering(problem(429, "rate_limit"), new Error("connection reset"));

    expect(await outcomeOf(answers)).toEqual({
      status: "SUCCEEDED",
      result: { kind: "unknown", why: "connection reset" },
      asked: 8,
    });
    expect((await outcomeOf(answering("<html>"))).result).toEqual({
      kind: "unknown",
      why: "an answer that nobody promised",
    });
  });

  it("is refused after all when a repeat tells so", async () => {
    const answers = answering(new Error("connection reset"), problem(402, "card_declined"));

    expect(await outcomeOf(answers)).toMatchObject({
      result: { kind: "refused", code: "card_declined" },
      asked: 2,
    });
  });

  it.each([shipment, problem(402, "card_declined"), problem(500, "api_error")])(
    "of which the outcome is stored is not made again after a crash: %o",
    async (answer) => {
      let asked = 0;
      const handler = durable(async (context) => {
        const ask = async () => {
          asked += 1;
          return answering(answer)();
        };
        const call = { name: "ship", policy: promptly, isAnswer: hasId, ask };
        return [await attempt(context, call)];
      });
      const faults = [once("checkpoint SUCCEED ship", "crash-after")];
      const crashed = await simulate(handler, { faults });

      expect(crashed).toMatchObject({ status: "SUCCEEDED", invocations: 2, missed: [] });
      expect(asked).toBe(1);
      expect(crashed.result).toEqual((await simulate(handler)).result);
    },
  );
});

describe("how long an attempt is made", () => {
  const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

  /** How long it takes until nothing is known of a call that times out after 10 s, virtual ms. */
  async function patienceMs(policy: Call<unknown>["policy"], seed: number): Promise<number> {
    const ask = async () => {
      await pause(10_000);
      throw new Error("timed out");
    };
    const handler = durable(async (context) => {
      const { kind } = await attempt(context, { name: "ship", policy, isAnswer: hasId, ask });
      return { kind, atMs: elapsedMs() };
    });
    const { result } = await simulate(handler, { seed });
    const { kind, atMs } = result as { readonly kind: string; readonly atMs: number };
    expect(kind).toBe("unknown");
    return atMs;
  }

  it("is some minutes for what a customer waits for, and never more than five", async () => {
    const spans = await Promise.all(seeds.map((seed) => patienceMs(promptly, seed)));

    expect(Math.max(...spans)).toBeLessThan(5 * 60_000);
    expect(Math.min(...spans)).toBeGreaterThan(90_000);
  });

  it("is hours for what has to be done some day, and never as long as keys are known", async () => {
    const spans = await Promise.all(seeds.map((seed) => patienceMs(patiently, seed)));

    expect(Math.max(...spans)).toBeLessThan(24 * 3_600_000);
    expect(Math.min(...spans)).toBeGreaterThan(5 * 3_600_000);
  });
});

describe("an attempt that is told when to come again", () => {
  const limited = new ProviderError({
    status: 429,
    code: "rate_limit",
    message: "no",
    retryAfterSeconds: 300,
  });

  it("waits for that, and no much longer", async () => {
    const asked: number[] = [];
    const handler = durable(async (context) =>
      attempt(context, {
        name: "ship",
        policy: promptly,
        isAnswer: hasId,
        ask: async () => {
          asked.push(elapsedMs());
          if (asked.length === 1) throw limited;
          return shipment;
        },
      }),
    );

    expect(await simulate(handler)).toMatchObject({ status: "SUCCEEDED" });
    const [first = 0, second = 0] = asked;
    expect(second - first).toBeGreaterThanOrEqual(300_000);
    expect(second - first).toBeLessThan(305_000);
  });

  it("does not ask more often for it", async () => {
    expect(await outcomeOf(answering(limited))).toMatchObject({
      result: { kind: "unknown" },
      asked: 8,
    });
  });
});

describe("an attempt that comes too late", () => {
  it("asks nobody, and does not know", async () => {
    let asked = 0;
    const ask = async () => {
      asked += 1;
      return shipment;
    };

    expect((await outcomeOf(askUntil(0, ask))).result).toEqual({
      kind: "unknown",
      why: "too_late",
    });
    expect(asked).toBe(0);
    expect((await outcomeOf(askUntil(Infinity, ask))).result).toMatchObject({ kind: "done" });
    expect(asked).toBe(1);
  });
});
