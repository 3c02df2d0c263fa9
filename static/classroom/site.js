// What all pages of classes share: the choice of theme and language, and the way in which refusals and texts are put.

import { keepFocus } from "../controls/refocus.js";
import { Theme } from "../controls/theme.js";
import { readNumbersAsTyped } from "../numbers/typed.js";
import { t } from "../words/messages.js";
import { reasonOf } from "../words/refusals.js";
import { write } from "../words/write.js";

export { reasonOf };

/** The code of the page's class. */
export const code = document.body.querySelector("main")?.dataset.code ?? "";

/** The class's part of the REST interface. */
export const api = `api/classes/${code}`;

/** @template {HTMLElement} Kind @param {string} id @returns {Kind} */
export const find = (id) => /** @type {Kind} */ (document.getElementById(id));

/** @param {string} id */
export const button = (id) => /** @type {HTMLButtonElement} */ (find(id));

/** @param {string} id */
export const input = (id) => /** @type {HTMLInputElement} */ (find(id));

/** Let the buttons of the page's head work, the focus stay in its place, and number fields read what people type. */
export function begin() {
  keepFocus();
  readNumbersAsTyped();
  new Theme({ colors: null, changed: () => document.dispatchEvent(new Event("chalknet-theme")) });
}

/** The address of the class's door, for other devices. @param {string} [ending] */
export const doorOf = (ending = "") => new URL(`class/${code}${ending}`, document.baseURI).href;

/** The address from which a teacher looks on at a student's network. @param {string} run */
export const lookAt = (run) => `./?look=${run}&of=${code}`;

/** The body of a request. @param {string} method @param {object} body */
export const sending = (method, body) => ({ method, body: JSON.stringify(body) });

/**
 * Carry out what a form asks, and say in its alert why it was refused. While it is busy, it does not ask for the same again;
 * what was changed meanwhile is asked for after that.
 * @param {HTMLFormElement} form
 * @param {() => Promise<unknown>} act
 */
export function onSubmit(form, act) {
  const error = /** @type {HTMLElement} */ (form.querySelector(".error"));
  let [isBusy, isChanged, waits] = [false, false, false];
  form.addEventListener("input", () => {
    isChanged = true;
    write(error, ""); // what was refused is being changed
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isBusy) return void (waits = isChanged);
    [isBusy, isChanged] = [true, false];
    error.textContent = "";
    const buttons = [...form.querySelectorAll("button")];
    for (const each of buttons) each.setAttribute("aria-busy", "true");
    await act().catch((failure) => (error.textContent = reasonOf(failure)));
    for (const each of buttons) each.removeAttribute("aria-busy");
    isBusy = false;
    if (waits) form.requestSubmit();
    waits = false;
  });
}

/** Take back why a form was refused, once that is not so any more. @param {string} id */
export function unsay(id) {
  const error = find(id).querySelector(".error");
  if (error) error.textContent = "";
}

/** Empty a field whose text was sent, unless another one was typed in meanwhile. @param {HTMLInputElement | HTMLTextAreaElement} field @param {string} sent */
export function empty(field, sent) {
  if (field.value === sent) field.value = "";
}

/** Act, and say how it went. @param {import("../words/said.js").Said} said @param {() => Promise<unknown>} act @param {string} [words] after success @returns {Promise<boolean>} whether it was done */
export async function attempt(said, act, words = "") {
  const say = said.begin();
  try {
    await act();
    say(words);
    return true;
  } catch (error) {
    say(reasonOf(error));
    return false;
  }
}

/** @param {string} words @param {() => void} act @param {string} [label] where the words alone do not name what is meant */
export function action(words, act, label) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "plain";
  made.textContent = words;
  if (label) made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
}

/** Copy what a field contains. @param {HTMLButtonElement} copier @param {HTMLInputElement} field */
export function copies(copier, field) {
  const before = copier.textContent;
  copier.addEventListener("click", async () => {
    field.select();
    await navigator.clipboard?.writeText(field.value).then(
      () => (copier.textContent = t("Copied")),
      () => {}, // it is selected, and can be copied by hand
    );
    setTimeout(() => (copier.textContent = before), 2000);
  });
}
