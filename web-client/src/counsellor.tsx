/* The counsellor's console; mentors, interpreters and parent coaches use it too. */
import { open_console } from "./console";
import { Desk } from "./view/staff/desk";

open_console("counsellor", ["counsellor", "mentor", "interpreter", "parent-coach"], Desk);
