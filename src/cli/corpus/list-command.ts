import { escapeControls } from "../../kernel/plain-text.ts";
import { corpusAsJson, renderCorpus } from "../../report/corpus.ts";
import { type ExitCode, exitCode } from "../exit-code.ts";
import type { CorpusDesk } from "./corpus-desk.ts";
import { readCorpus } from "./read-corpus.ts";

/** Lists every scenario file, and what it does today. */
export async function listCorpus(
  { json }: { readonly json: boolean },
  desk: CorpusDesk,
): Promise<ExitCode> {
  const entries = await readCorpus(desk);
  const text = json
    ? escapeControls(JSON.stringify(corpusAsJson(entries), undefined, 2))
    : renderCorpus(entries);
  desk.terminal.print(text);
  return exitCode.held;
}
