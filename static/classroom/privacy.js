// The data-protection page: only its choice of colours needs a script.

import { begin } from "./site.js";

begin();
