// What loads after the first frame: the curves, which begin with it.

import "./page.js"; // as in panels.js
export { Curve } from "./curve/curve.js";
