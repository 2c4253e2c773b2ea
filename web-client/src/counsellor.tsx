/* The counsellor's console; mentors and interpreters use it too. */
import { open_console } from "./console";
import { Desk } from "./view/staff/desk";

open_console("counsellor", ["counsellor", "mentor", "interpreter"], Desk);
