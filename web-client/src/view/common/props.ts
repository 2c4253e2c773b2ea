/* What every screen of a visitor is given. */
import type { VisitorActions } from "../../model/visitor_actions";
import type { VisitorState } from "../../model/visitor_state";
import type { Say } from "../../text/text";

export type VisitorProps = { state: VisitorState; say: Say; act: VisitorActions };
