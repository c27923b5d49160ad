import { writeFileSync } from "node:fs";
import { renderJsonSchema } from "./json-schema.ts";

writeFileSync(new URL("scenario.schema.json", import.meta.url), renderJsonSchema());
