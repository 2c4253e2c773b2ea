/* Unlocking: a key file, once, and the passphrase. Both stay on this device. */
import { useEffect, useId, useRef } from "preact/hooks";
import type { UnlockFault } from "../../model/staff_state";
import type { PlainKey } from "../../text/text";
import { Heading } from "../common/heading";
import type { StaffProps } from "../common/staff_props";

const faults: Record<UnlockFault, PlainKey | null> = {
  none: null,
  wrong: "staff-unlock-wrong",
  bad_file: "staff-unlock-bad-file",
  no_file: "staff-unlock-no-file",
  refused: "staff-unlock-refused",
  wrong_role: "staff-unlock-wrong-role",
  broken: "staff-unlock-broken",
};

function KeyFile({ state, say, act }: StaffProps) {
  const id = useId();
  const { unlock } = state;
  if (unlock.has_file)
    return (
      <div class="field">
        <p>{say("staff-unlock-have")}</p>
        <button type="button" class="quiet" onClick={act.forget_key_file}>
          {say("staff-unlock-other")}
        </button>
      </div>
    );
  const read = (input: HTMLInputElement) => {
    const file = input.files?.[0];
    file?.arrayBuffer().then((bytes) => act.choose_key_file(new Uint8Array(bytes)));
  };
  return (
    <div class="field">
      <label class="file-choice" for={id}>
        {say("staff-unlock-import")}
      </label>
      <input
        id={id}
        class="unseen"
        type="file"
        aria-describedby={`${id}-hint`}
        onChange={(event) => read(event.currentTarget)}
      />
      <p class="small" id={`${id}-hint`}>
        {say("staff-unlock-import-hint")}
      </p>
    </div>
  );
}

export function UnlockScreen(props: StaffProps) {
  const { state, say, act } = props;
  const { unlock } = state;
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => {
    const held = field.current;
    return () => {
      if (held !== null) held.value = "";
    };
  }, []);
  /* It cannot be pressed while it works; afterwards the field is what is to be done again. */
  useEffect(() => {
    if (unlock.fault === "wrong" && !unlock.is_working) field.current?.focus();
  }, [unlock.fault, unlock.is_working]);
  const fault = faults[unlock.fault];
  const submit = (event: Event) => {
    event.preventDefault();
    if (field.current !== null) act.unlock(field.current.value);
  };
  return (
    <form class="column unlock" autocomplete="off" onSubmit={submit}>
      <Heading>{say("staff-unlock-heading")}</Heading>
      <KeyFile {...props} />
      <div class="field">
        <label class="field-label" for={id}>
          {say("staff-unlock-passphrase")}
        </label>
        <input
          id={id}
          ref={field}
          type="password"
          dir="auto"
          autocomplete="off"
          spellcheck={false}
          aria-invalid={unlock.fault === "wrong"}
          aria-describedby={fault === null ? undefined : `${id}-fault`}
        />
        {fault !== null && (
          <p class="fault" role="alert" id={`${id}-fault`}>
            {say(fault)}
          </p>
        )}
      </div>
      <button type="submit" class="primary" disabled={unlock.is_working}>
        {say("staff-unlock-go")}
      </button>
      <p role="status">
        {unlock.is_working && say(state.network === "off" ? "common-offline" : "staff-unlock-working")}
      </p>
    </form>
  );
}
