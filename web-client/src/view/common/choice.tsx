/* One question with a few answers, as radio buttons in a field set. */
export type ChoiceOption<T extends string> = { value: T; label: string };

export function Choice<T extends string>(props: {
  name: string;
  label: string;
  options: readonly ChoiceOption<T>[];
  value: T;
  choose: (value: T) => void;
}) {
  return (
    <fieldset class="choice">
      <legend>{props.label}</legend>
      {props.options.map((option) => (
        <label key={option.value} class="radio">
          <input
            type="radio"
            name={props.name}
            value={option.value}
            checked={option.value === props.value}
            onChange={() => props.choose(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
