/* The visitor destroys everything: asked for in two steps, and told afterwards what is gone and what is not. */
import { useState } from "preact/hooks";
import type { PlainKey } from "../../text/text";
import { Heading } from "../common/heading";
import type { VisitorProps } from "../common/props";
import { Hotline } from "./hotline";
import { Receipt } from "./receipt";

function List({ say, texts }: Pick<VisitorProps, "say"> & { texts: readonly PlainKey[] }) {
  return (
    <ul class="plain">
      {texts.map((text) => (
        <li key={text}>{say(text)}</li>
      ))}
    </ul>
  );
}

export function Burn({ say, act }: VisitorProps) {
  const [is_asking, set_asking] = useState(false);
  if (!is_asking)
    return (
      <button type="button" class="quiet" onClick={() => set_asking(true)}>
        {say("visitor-burn")}
      </button>
    );
  return (
    <section class="note" aria-labelledby="burn-heading">
      <h2 id="burn-heading">{say("visitor-burn-heading")}</h2>
      <List say={say} texts={["visitor-burn-server", "visitor-burn-number", "visitor-burn-staff"]} />
      <div class="ways">
        <button type="button" class="secondary" onClick={act.burn}>
          {say("visitor-burn-sure")}
        </button>
        <button type="button" class="secondary" onClick={() => set_asking(false)}>
          {say("visitor-burn-keep")}
        </button>
      </div>
    </section>
  );
}

export function Burnt({ state, say, act }: VisitorProps) {
  return (
    <>
      <Heading>{say("visitor-burnt-heading")}</Heading>
      <section aria-labelledby="gone-heading">
        <h2 id="gone-heading">{say("visitor-burnt-gone")}</h2>
        <List say={say} texts={["visitor-burnt-server", "visitor-burnt-page", "visitor-burnt-number"]} />
      </section>
      <section aria-labelledby="left-heading">
        <h2 id="left-heading">{say("visitor-burnt-left")}</h2>
        <List say={say} texts={["visitor-burnt-staff", "visitor-burnt-history"]} />
      </section>
      <Receipt state={state} say={say} />
      <div class="ways">
        <button type="button" class="secondary" onClick={act.end}>
          {say("visitor-return-new")}
        </button>
      </div>
      <Hotline programme={state.programme} say={say} />
    </>
  );
}
