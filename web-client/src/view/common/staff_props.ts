/* What every part of a console is given. */
import type { StaffActions } from "../../model/staff_actions";
import type { StaffState } from "../../model/staff_state";
import type { Say } from "../../text/text";

export type StaffProps = { state: StaffState; say: Say; act: StaffActions };
