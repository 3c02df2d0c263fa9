// Gates: the letters of the gates of each kind of recurrent layers, in the order of its weights.

/** @type {Record<string, string[]>} */
export const GATES_OF = { gru: ["r", "z", "k"], lstm: ["i", "f", "g", "o"] };
