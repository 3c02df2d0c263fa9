// The contours of a surface over a grid.
export { contours } from "d3-contour";
