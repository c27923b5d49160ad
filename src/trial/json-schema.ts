import { z } from "zod";
import { scenarioSchema } from "./scenario.ts";

/** The JSON schema of scenario files, for editors; made from what the reader checks. */
export function renderJsonSchema(): string {
  const schema = z.toJSONSchema(scenarioSchema, { io: "input" });
  return `${JSON.stringify({ title: "durable-chaos scenario", ...schema }, undefined, 2)}\n`;
}
