/* How a screen does for those who see otherwise: at twice the size, with colours of their own, without motion. */
import { check_empty } from "./checks.mjs";

/** A screen of 1280 x 800 at 200 %. */
const zoomed = { width: 640, height: 400 };

/** Everything that moves by itself. */
const moving = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("body *")]
      .filter((element) => {
        const { transitionDuration, animationName } = getComputedStyle(element);
        return animationName !== "none" || transitionDuration.split(",").some((time) => parseFloat(time) > 0);
      })
      .map((element) => `${element.localName}.${element.className} moves`),
  );

/** With the person's own colours there are no grounds of ours: what can be pressed, and what stands apart, needs an edge. */
const without_edge = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("button, select, textarea, .file-choice, .note, .message, .card")]
      .filter((element) => element.getClientRects().length > 0 && !element.matches(".skip"))
      .filter((element) => {
        const { borderTopStyle, borderTopWidth } = getComputedStyle(element);
        return borderTopStyle === "none" || parseFloat(borderTopWidth) < 1;
      })
      .map((element) => `${element.localName}.${element.className} has no edge`),
  );

/** Of what has the focus. */
const unseen_focus = (page) =>
  page.evaluate(() => {
    const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
    const is_seen = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
    return is_seen ? [] : [`${document.activeElement.localName} has the focus, and nothing shows it`];
  });

/** What is too small for a finger or an unsteady hand. */
const small = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("button, a[href], select, textarea, summary, input, .file-choice")]
      .map((element) => (element.matches("[type=radio], [type=checkbox]") ? element.closest("label") : element))
      .filter((element) => element.getClientRects().length > 0 && !element.matches(".skip, .unseen"))
      .filter((element) => {
        const { width, height } = element.getBoundingClientRect();
        return width < 43.5 || height < 43.5;
      })
      .map((element) => `${element.localName} '${element.textContent.slice(0, 30)}' is smaller than 44 px`),
  );

export async function look_closer(person) {
  const { page, name } = person;
  const size = page.viewportSize();
  await page.setViewportSize(zoomed);
  check_empty(`${name}: fits at 200 %`, [...(await person.wide()), ...(await person.axe())]);
  check_empty(`${name}: everything can be touched`, await small(page));
  await page.setViewportSize(size);
  await page.emulateMedia({ reducedMotion: "reduce" });
  check_empty(`${name}: nothing moves for who wants no motion`, await moving(page));
  await page.emulateMedia({ reducedMotion: null, forcedColors: "active" });
  check_empty(`${name}: with colours of their own everything has its edge`, await without_edge(page));
  await page.keyboard.press("Tab");
  check_empty(`${name}: and the focus is seen`, await unseen_focus(page));
  await page.emulateMedia({ forcedColors: null });
}
