// SVG: a picture's marks as a file that stands alone.

import assert from "node:assert/strict";
import test from "node:test";

import { svgOf } from "../../static/downloads/svg.js";

/** @type {import("../../static/downloads/seen.js").Text} */
const text = { kind: "text", x: 20, y: 14.126, text: 'a < b & "c"\u0007', size: 12, family: 'system-ui, -apple-system, "Segoe UI", sans-serif', weight: "600", italic: true, color: "#1b2126", opacity: 0.5 };
const canvas = /** @type {any} */ ({ toDataURL: () => "data:image/png;base64,AAAA" });

const file = svgOf(
  {
    x: -4,
    y: 0,
    width: 100,
    height: 50,
    marks: [
      { kind: "box", x: 1, y: 2, width: 30, height: 8, radius: 0, color: "#ff0000", opacity: 1 },
      { kind: "path", d: "M0 0L9 9", matrix: [1, 0, 0, 1, 5, 6.00004], fill: null, stroke: "#2b82c2", width: 1.5, dash: [6, 4], opacity: 1 },
      { kind: "path", d: "M0 0H9V9Z", matrix: null, fill: "#00ff00", stroke: null, width: 1, dash: [], opacity: 1 },
      { kind: "image", x: 0, y: 0, width: 10, height: 10, canvas, opacity: 0.38 },
      text,
    ],
  },
  "Network & loss",
  "en",
);

test("a picture begins with its size, its title and white paper", () => {
  const [head, title, paper] = file.split("\n");
  assert.equal(head, '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50" viewBox="-4 0 100 50" xml:lang="en">');
  assert.equal(title, "<title>Network &#38; loss</title>");
  assert.equal(paper, '<rect x="-4" y="0" width="100" height="50" fill="#ffffff"/>');
  assert.ok(file.endsWith("</svg>\n"));
});

test("every mark is a plain element, without what has its usual value", () => {
  const [box, line, area, image] = file.split("\n").slice(3);
  assert.equal(box, '<rect x="1" y="2" width="30" height="8" fill="#ff0000"/>');
  assert.equal(line, '<path d="M0 0L9 9" transform="matrix(1 0 0 1 5 6)" fill="none" stroke="#2b82c2" stroke-width="1.5" stroke-dasharray="6 4" stroke-linejoin="round"/>');
  assert.equal(area, '<path d="M0 0H9V9Z" fill="#00ff00"/>');
  assert.equal(image, '<image x="0" y="0" width="10" height="10" preserveAspectRatio="none" opacity="0.38" href="data:image/png;base64,AAAA"/>');
});

test("a text is safe in XML and has fonts that other programs know", () => {
  const [words] = file.split("\n").slice(7);
  const look = `text-anchor="middle" font-family="'Segoe UI', sans-serif" font-size="12" font-weight="600" font-style="italic" fill="#1b2126" fill-opacity="0.5"`;
  assert.equal(words, `<text x="20" y="14.13" ${look}>a &#60; b &#38; &#34;c&#34;</text>`);
});

test("nothing in it needs the page: no HTML, no styles, no scripts, no other address", () => {
  assert.doesNotMatch(file, /foreignObject|<style|class=|var\(|<script|url\(/);
  assert.deepEqual(file.match(/https?:[^"]*/g), ["http://www.w3.org/2000/svg"]);
});
