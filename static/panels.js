// What loads when a panel is open, or when a network needs it: one file for all.

import "./page.js"; // so that the bundle keeps what the page needs first in one file
export { AttributionView } from "./attribution/attribution.js";
export { Augmentation } from "./augmentation/augmentation.js";
export { Boxes } from "./boxes/boxes.js";
export { Cell } from "./cell/cell.js";
export { EmbeddingView } from "./embedding/embedding.js";
export { Families } from "./families/families.js";
export { figures } from "./figures/figures.js";
export { GroundView } from "./ground/ground.js";
export { Inside } from "./inside/inside.js";
export { ReconstructionsView } from "./reconstructions/reconstructions.js";
export { SearchPanel } from "./search/search.js";
export { SequencesView } from "./sequences/sequences.js";
export { WarpedPlaneView } from "./warped/warped_plane.js";
export { WorkedExample } from "./worked/worked_example.js";
