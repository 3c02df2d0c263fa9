// uPlot draws the loss curves.
export { default } from "uplot";
