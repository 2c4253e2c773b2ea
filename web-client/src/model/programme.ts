/* What never changes while a page is open, from /programme.json; parsed strictly here, typed behind. */
import { Fields } from "../fields";

export type Programme = {
  deployment_id: string;
  hotline: { number: string; hours: string };
  exit_url: string;
  relay: string;
};

/** Where "leave now" goes until, or unless, the programme says otherwise: a weather page. */
export const default_exit_url = "https://www.dmi.dk/";

export function parse_programme(source: string): Programme {
  const fields = new Fields("programme.json", JSON.parse(source));
  const hotline = fields.inner("hotline");
  return {
    deployment_id: fields.shaped("deployment_id", /^[0-9a-f]{64}$/),
    hotline: { number: hotline.shaped("number", /^[+0-9 ]{3,24}$/), hours: hotline.shaped("hours", /^.{1,80}$/) },
    exit_url: fields.shaped("exit_url", /^https?:\/\/[^\s]+$/),
    relay: fields.shaped("relay", /^\/[A-Za-z0-9/_-]*$/),
  };
}

/** A number as tel: wants it. */
export function telephone_link(number: string): string {
  return `tel:${number.replace(/ /g, "")}`;
}
