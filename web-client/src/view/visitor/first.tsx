/* The first screen: three sentences, two ways in, and who to call. */
import { Heading } from "../common/heading";
import type { VisitorProps } from "../common/props";
import { CallLink, Hotline } from "./hotline";
import { Quiet } from "./quiet";

export function First(props: VisitorProps) {
  const { state, say, act } = props;
  return (
    <>
      <Heading takes_focus={false}>{say("visitor-first-heading")}</Heading>
      <div class="lead">
        <p>{say("visitor-first-1")}</p>
        <p>{say("visitor-first-2")}</p>
        <p>{say("visitor-first-3")}</p>
      </div>
      <div class="ways">
        <button type="button" class="primary" onClick={act.start}>
          {say("visitor-first-start")}
        </button>
        <button type="button" class="secondary" onClick={act.come_back}>
          {say("visitor-first-return")}
        </button>
      </div>
      <div class="calls">
        <p>
          {say("visitor-danger")} <CallLink number="112" say={say} />
        </p>
        <Hotline programme={state.programme} say={say} />
      </div>
      <Quiet {...props} />
      <p class="small">{say("leave-limits")}</p>
    </>
  );
}
