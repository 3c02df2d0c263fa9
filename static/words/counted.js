// English sentences with numbers: after a 1, the noun is singular. engine/counted.py has the same for the server.

/** The nouns that are counted. None of them is a verb after the number of a layer or of a line. */
const NOUNS =
  "attempts branches bytes cells changes channels characters classes columns combinations corners days dimensions " +
  "drawings entries epochs equations families features fields files folders formulas guesses inputs items iterations " +
  "lanes layers letters levels lines masks members methods millionths multiplications networks neurons numbers " +
  "outputs pages pairs parameters pictures pixels points rows runs samples seconds sets settings snapshots steps " +
  "students symbols targets tasks terms trials units values variations weights windows words";
const COUNTED = new RegExp(`(?:(there) are )?(\\{(\\w+)\\}(?: (?:hidden|more|other|test|training))? )(${NOUNS.replaceAll(" ", "|")})\\b`, "gi");

/** @param {string} noun */
const singular = (noun) => (noun.endsWith("ies") ? `${noun.slice(0, -3)}y` : noun.slice(0, /(ss|ch)es$/.test(noun) ? -2 : -1));

/** An English sentence whose nouns and verbs agree with these values. @param {string} text @param {Record<string, string | number>} values */
export const agreeing = (text, values) =>
  text.replace(COUNTED, (whole, there, number, name, noun) => (String(values[name]) !== "1" ? whole : `${there ? `${there} is ` : ""}${number}${singular(noun)}`));
