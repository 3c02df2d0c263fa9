// What loads where the page is a seat in a class.

import "./page.js"; // as in panels.js
export { LookingOn } from "./classroom/looking_on.js";
export { Strip } from "./classroom/strip.js";
