// KaTeX typesets the formulas of the worked example; it is loaded when that is first opened.
export { render } from "katex";
