// Texts that stand a line each.

/** A paragraph for each, in the direction of its own script. @param {string[]} texts */
export const paragraphs = (texts) => texts.map((textContent) => Object.assign(document.createElement("p"), { textContent, dir: "auto" }));
