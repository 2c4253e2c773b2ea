/* The visitor destroys everything: asked for in two steps, and told afterwards what is gone and what is not. */
import { Heading } from "../common/heading";
import type { VisitorProps } from "../common/props";
import { Ask, List } from "./ask";
import { Hotline } from "./hotline";
import { Receipt } from "./receipt";

export function Burn({ say, act }: VisitorProps) {
  return (
    <Ask
      say={say}
      button="visitor-burn"
      heading="visitor-burn-heading"
      texts={["visitor-burn-server", "visitor-burn-number", "visitor-burn-staff"]}
      yes="visitor-burn-sure"
      no="visitor-burn-keep"
      go={act.burn}
    />
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
