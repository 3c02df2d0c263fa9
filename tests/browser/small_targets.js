// Controls smaller than 24 pixels that have another one nearer than that (WCAG 2.2, 2.5.8).
() => {
  const controls = [...document.querySelectorAll("a[href], button, input, select, summary, canvas[tabindex]")]
    .filter(node => node.checkVisibility({visibilityProperty: true}) && !node.disabled && !node.closest(".skip"))
    .map(node => node.closest("label") ?? node)
    .map(node => [node, node.getBoundingClientRect()]);
  const least = 23.9;
  const centre = ({left, right, top, bottom}) => [(left + right) / 2, (top + bottom) / 2];
  const bar = node => node.closest(".transport, .output");
  const isAlone = (node, box) => controls.every(([other, its]) => other === node || bar(node) !== bar(other) || Math.hypot(centre(box)[0] - centre(its)[0], centre(box)[1] - centre(its)[1]) >= least);
  return controls.filter(([node, box]) => box.width && (box.width < least || box.height < least) && !isAlone(node, box))
    .map(([node, box]) => `${node.tagName} ${node.id || node.className || node.textContent} ${Math.round(box.width)}x${Math.round(box.height)}`);
}
