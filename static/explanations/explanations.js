// The longer explanations: their prose comes from the server, once for all of them, and their figures are drawn here.

import { figures as ofArticle } from "../figures/figures.js";
import { follow, place } from "../hints/hints.js";
import { Latest } from "../run/latest.js";
import { t } from "../words/messages.js";
import { batches, momentum, ravine } from "./ravine.js";
import { functions, losses, schedules } from "./curves.js";
import { dropout } from "./dropout.js";
import { features } from "./features.js";
import { penalty } from "./penalty.js";
import { pooling, windows } from "./windows.js";
import { spread } from "./spread.js";
import { stopping } from "./stopping.js";

/** By the name that templates/explanations gives each. @type {Record<string, import("../figures/figures.js").Figure>} */
export const figures = { ...ofArticle, batches, dropout, features, functions, losses, momentum, penalty, pooling, ravine, schedules, spread, stopping, windows };

/** The prose of all explanations, once it is asked for. @type {Promise<Document> | null} */
let loaded = null;

const latest = new Latest();

/** @returns {Promise<Document>} */
async function load() {
  const [language = "en"] = document.documentElement.lang.split("-");
  const response = await fetch(new URL(`explanations/${language}`, document.baseURI));
  if (!response.ok) throw new Error(`status ${response.status}`);
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

/**
 * Open an explanation beside what it explains.
 * @param {string} name
 * @param {HTMLElement} host
 * @param {import("../run/state.js").State} state
 */
export async function explain(name, host, state) {
  const isLatest = latest.ask();
  document.getElementById("explanation")?.remove();
  const { activeElement } = document;
  const sheet = document.createElement("section");
  sheet.id = "explanation";
  sheet.className = "explanation legend-sheet";
  sheet.popover = "auto";
  sheet.role = "dialog";
  sheet.tabIndex = -1;
  follow(sheet, host);
  /** @type {ReturnType<import("../figures/figures.js").Figure> | undefined} */
  let draw;
  try {
    loaded ??= load();
    const found = (await loaded).querySelector(`[data-explains~="${CSS.escape(name)}"]`);
    const title = Object.assign(document.createElement("h2"), { id: "explanation-title", textContent: found?.querySelector("h3")?.textContent ?? "" });
    sheet.setAttribute("aria-labelledby", title.id);
    sheet.append(headed(title, sheet), ...[...(found?.querySelectorAll("p") ?? [])].map((p) => document.importNode(p, true)));
    draw = figureOf(sheet, /** @type {HTMLElement | null} */ (found)?.dataset.figure ?? "");
  } catch {
    loaded = null; // The next press asks again.
    sheet.setAttribute("aria-label", t("Explain"));
    sheet.append(headed(document.createElement("h2"), sheet), Object.assign(document.createElement("p"), { textContent: t("The server does not answer as expected.") }));
  }
  // Who has gone on to something else meanwhile is not interrupted.
  if (!isLatest() || document.activeElement !== activeElement) return sheet.remove();
  sheet.showPopover();
  draw?.(state.colors);
  place(sheet, host);
  sheet.focus();
  sheet.addEventListener("toggle", ({ newState }) => newState === "closed" && sheet.remove());
}

/** The title, and a button that closes the sheet. @param {HTMLElement} title @param {HTMLElement} sheet */
function headed(title, sheet) {
  const close = Object.assign(document.createElement("button"), { type: "button", className: "round" });
  close.ariaLabel = t("Close the explanation");
  close.innerHTML = '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><use href="#icon-cross"/></svg>';
  close.addEventListener("click", () => sheet.hidePopover());
  const header = document.createElement("header");
  header.role = "none";
  header.append(title, close);
  return header;
}

/** @param {HTMLElement} sheet @param {string} name */
function figureOf(sheet, name) {
  const make = figures[name];
  if (!make) return undefined;
  const figure = Object.assign(document.createElement("figure"), { className: "live" });
  for (const part of ["sketch", "says", "sliders"]) figure.append(Object.assign(document.createElement("div"), { className: part }));
  sheet.append(figure);
  return make(figure);
}
