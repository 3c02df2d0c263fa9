// What loads when a dialog is opened: one file for all.

import "./page.js"; // as in panels.js
export { Files } from "./files/dialog.js";
export { Editor } from "./layers/editor.js";
export { Networks } from "./networks/dialog.js";
export { Plans } from "./layers/plans.js";
export { Slides } from "./downloads/slides.js";
export { Transfer } from "./networks/transfer.js";
export { Weights } from "./numbers/weights.js";
