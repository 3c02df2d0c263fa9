// PNG: a picture of marks as pixels, two along each CSS pixel.

export const defaults = { scale: 2 };

/** How each mark is painted. @type {{[kind in import("./seen.js").Mark["kind"]]: (context: CanvasRenderingContext2D, mark: any) => void}} */
const PAINT = {
  box(context, { x, y, width, height, radius, color, opacity }) {
    context.globalAlpha = opacity;
    context.fillStyle = color;
    context.beginPath();
    context.roundRect(x, y, width, height, radius);
    context.fill();
  },
  path(context, { d, matrix, fill, stroke, width, dash, opacity }) {
    if (matrix) context.transform(...(/** @type {[number, number, number, number, number, number]} */ (matrix)));
    const path = new Path2D(d);
    context.globalAlpha = opacity;
    if (fill) {
      context.fillStyle = fill;
      context.fill(path);
    }
    if (!stroke) return;
    context.strokeStyle = stroke;
    context.lineWidth = width;
    context.lineJoin = "round";
    context.setLineDash(dash);
    context.stroke(path);
  },
  image(context, { x, y, width, height, canvas, opacity }) {
    context.globalAlpha = opacity;
    context.imageSmoothingQuality = "high";
    context.drawImage(canvas, x, y, width, height);
  },
  text(context, { x, y, text, size, family, weight, italic, color, opacity }) {
    context.globalAlpha = opacity;
    context.font = `${italic ? "italic " : ""}${weight} ${size}px ${family}`;
    context.textAlign = "center";
    context.fillStyle = color;
    context.fillText(text, x, y);
  },
};

/** The file. @param {import("./seen.js").Picture} picture @returns {Promise<Blob>} */
export function pngOf({ x, y, width, height, marks }) {
  const { scale } = defaults;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(scale, scale);
  context.translate(-x, -y);
  for (const mark of marks) {
    context.save();
    PAINT[mark.kind](context, mark);
    context.restore();
  }
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no PNG"))), "image/png"));
}
