// A button that deletes what a list shows, with its second click: the first one asks, and warns of what else is lost.

import { t } from "../words/messages.js";

/**
 * @param {string} name of what is deleted
 * @param {() => void} warn
 * @param {() => void} remove
 */
export function deleter(name, warn, remove) {
  const button = document.createElement("button");
  button.type = "button";
  /** @param {string} words */
  const say = (words) => {
    button.textContent = words;
    button.setAttribute("aria-label", `${words}: ${name}`);
  };
  const calm = () => {
    button.classList.remove("sure");
    say(t("Delete"));
  };
  calm();
  button.addEventListener("click", () => {
    if (button.classList.contains("sure")) return remove();
    button.classList.add("sure");
    say(t("Really delete?"));
    warn();
  });
  button.addEventListener("blur", calm);
  return button;
}
