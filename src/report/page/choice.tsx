import type { JSX } from "preact";

/** One of a few, all of them in sight. */
export function Choice<Value extends string>({
  label,
  options,
  value,
  onChoose,
}: {
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly title?: string }[];
  readonly value: Value;
  readonly onChoose: (value: Value) => void;
}): JSX.Element {
  return (
    <div class="choice" role="group" aria-label={label}>
      {options.map((option) => (
        <button
          type="button"
          key={option.value}
          title={option.title}
          aria-pressed={option.value === value}
          onClick={() => onChoose(option.value)}
        >
          {option.value}
        </button>
      ))}
    </div>
  );
}
