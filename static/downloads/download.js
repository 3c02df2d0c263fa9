// Downloads: a file that the browser stores, named for the network and for what is in it.

/** @typedef {import("../run/state.js").State} State */

/**
 * The name of a file: circle-2-4-2-1-step-120.csv.
 * @param {State} state
 * @param {string} ending with its point
 * @param {string} [part] what is in it, where it is not the network
 */
export function fileName({ experiment, sizes, frame }, ending, part = "") {
  const step = frame ? [`step-${frame.step}`] : [];
  return [experiment.data.kind.replaceAll("_", "-"), sizes.join("-"), ...step, ...(part ? [part] : [])].join("-") + ending;
}

/** Let the browser store a file. @param {string} name @param {Blob} content */
export function download(name, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // Browsers begin to read it after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
