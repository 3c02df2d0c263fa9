// On paper the diagram keeps the places that it has on the screen, as small as the sheet needs it: a browser that prints
// lays the page out anew, and nothing could be placed and painted anew for that.

/** The width of the text on a sheet of A4, and the height that leaves the output and the curve their room, in pixels. */
const [WIDTH, HEIGHT] = [640, 440];

/** @param {HTMLElement} host @param {() => {width: number, height: number}} drawn its size on the screen */
export function keepPlaces(host, drawn) {
  addEventListener("beforeprint", () => {
    const { width, height } = drawn();
    const values = { "--drawn-width": `${width}px`, "--drawn-height": `${height}px`, "--on-paper": Math.min(1, WIDTH / width, HEIGHT / height) };
    for (const [name, value] of Object.entries(values)) host.style.setProperty(name, String(value));
  });
}
