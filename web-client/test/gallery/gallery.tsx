/* Shows one screen in one language, from an invented state: gallery.html?screen=room&language=ar. Never part of what is served. */
import "../../src/style/base.css";
import "../../src/style/conversation.css";
import "../../src/style/visitor.css";
import "../../src/style/console.css";
import { render } from "preact";
import type { StaffActions } from "../../src/model/staff_actions";
import type { VisitorActions } from "../../src/model/visitor_actions";
import { is_language } from "../../src/text/languages";
import { say_in } from "../../src/text/text";
import { Board } from "../../src/view/board/board";
import { StaffApp } from "../../src/view/staff/app";
import { Desk } from "../../src/view/staff/desk";
import { VisitorApp } from "../../src/view/visitor/app";
import { staff_fixtures, visitor_fixtures } from "./fixtures";

const wanted = new URLSearchParams(location.search);
const language_wanted = wanted.get("language") ?? "da";
const language = is_language(language_wanted) ? language_wanted : "da";
const screen = wanted.get("screen") ?? "first";
const say = say_in(language);
const place = document.getElementById("root");
if (place === null) throw new Error("no root");

const visitor = visitor_fixtures(language)[screen];
const codes = {
  digits: "123456782345678934567890",
  da: "murer kvote opføre små yoga knold enebær",
  en: "meat impose odor shop wide grit civil",
};
const read_code = () => codes[visitor?.code_form ?? "digits"];
const no_actions = new Proxy({}, { get: (_, name) => (name === "read_code" ? read_code : () => undefined) });
const staff = staff_fixtures(language);
const staff_state = staff[screen === "board" ? "desk" : screen];
if (visitor !== undefined) render(<VisitorApp state={visitor} say={say} act={no_actions as VisitorActions} />, place);
else if (staff_state !== undefined) {
  const desk = screen.startsWith("board") ? Board : Desk;
  render(<StaffApp state={staff_state} say={say} act={no_actions as StaffActions} desk={desk} />, place);
} else throw new Error(`no screen ${screen}`);
/* What is folded away is looked at unfolded too. */
if (screen.endsWith("_open")) for (const details of place.querySelectorAll("details")) details.open = true;
