/* Times as a person reads them. Always Danish time: an appointment is in Denmark wherever the reader is.
 * Names of days and months are our own messages, because browsers know no Somali. */
import type { PlainKey, Say } from "./text";

export type ClockTime = { year: number; month: number; day: number; hour: number; minute: number; weekday: number };

const danish = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/Copenhagen",
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "numeric",
  hourCycle: "h23",
});

/** `minute`: minutes since 1970 UTC. `weekday`: 1 is Monday. */
export function danish_time(minute: number): ClockTime {
  const parts = new Map(danish.formatToParts(new Date(minute * 60_000)).map((part) => [part.type, Number(part.value)]));
  const field = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  const date = { year: field("year"), month: field("month"), day: field("day") };
  const weekday = ((new Date(Date.UTC(date.year, date.month - 1, date.day)).getUTCDay() + 6) % 7) + 1;
  return { ...date, hour: field("hour"), minute: field("minute"), weekday };
}

const two = (value: number) => String(value).padStart(2, "0");

export function clock_text(minute: number): string {
  const time = danish_time(minute);
  return `${two(time.hour)}:${two(time.minute)}`;
}

/** Without the marks that isolate inserted words: a text that begins with one hides its own direction from the text around it. */
function bare(text: string): string {
  return text.replace(/[\u2068\u2069]/g, "");
}

export function date_text(say: Say, minute: number): string {
  const time = danish_time(minute);
  const text = say("common-date", {
    weekday: say(`common-weekday-${time.weekday}` as PlainKey),
    day: String(time.day),
    month: say(`common-month-${time.month}` as PlainKey),
  });
  return bare(text);
}

export function date_time_text(say: Say, minute: number): string {
  return bare(say("common-date-time", { date: date_text(say, minute), time: clock_text(minute) }));
}

/** A day to name things by, such as 2026-11-22, in Danish time. */
export function day_name(minute: number): string {
  const time = danish_time(minute);
  return `${time.year}-${two(time.month)}-${two(time.day)}`;
}

/** How long, in the largest unit that still says something. */
export function span_text(say: Say, minutes: number): string {
  if (minutes < 90) return bare(say("common-minutes", { count: Math.max(0, Math.round(minutes)) }));
  if (minutes < 36 * 60) return bare(say("common-hours", { count: Math.round(minutes / 60) }));
  return bare(say("common-days", { count: Math.round(minutes / (24 * 60)) }));
}

/** The UTC minute of a Danish wall-clock time; the hour that daylight saving leaves out is moved on, as clocks are. */
export function minute_of_danish(year: number, month: number, day: number, hour: number, minute: number): number {
  const wanted = Date.UTC(year, month - 1, day, hour, minute) / 60_000;
  let guess = wanted;
  for (let round = 0; round < 2; round++) {
    const shown = danish_time(guess);
    guess += wanted - Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute) / 60_000;
  }
  return guess;
}
