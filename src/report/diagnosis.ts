import { hang, page } from "./page.ts";

/** What a doctor says of one thing. */
export type Diagnosis =
  | { readonly kind: "well"; readonly subject: string; readonly said: string }
  | {
      /** `ill` keeps trials from meaning anything; `frail` makes them slower, or was never tested. */
      readonly kind: "frail" | "ill";
      readonly subject: string;
      readonly said: string;
      /** What to do. */
      readonly advice: string;
      /** Where it shows: places in code, or events of a trace. */
      readonly evidence: readonly string[];
    };

const marks: Readonly<Record<Diagnosis["kind"], string>> = { well: "✓", frail: "!", ill: "✗" };

/** One thing: a line if it is well, else where that shows, and what to do. */
export function renderDiagnosis(diagnosis: Diagnosis, subjectWidth: number): string {
  const { kind, subject, said } = diagnosis;
  const line = hang(`${marks[kind]} ${subject.padEnd(subjectWidth)}  `, said);
  if (diagnosis.kind === "well") return line;
  return page(
    line,
    ...diagnosis.evidence.map((one) => hang("      ", one)),
    hang("    → ", diagnosis.advice),
  );
}
