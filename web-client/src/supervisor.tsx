/* The supervisor's console. */
import { open_console } from "./console";
import { Board } from "./view/board/board";

open_console("supervisor", ["supervisor"], Board);
