// Words and buttons in the diagram of a network that lie closer than 4 pixels to those of another column or block.
() => {
  const diagram = document.getElementById("diagram");
  const isShown = node => node.checkVisibility({ visibilityProperty: true }) && !node.closest("title, .unseen");
  const owner = node => node.closest(".column-head, .neuron, .drawing") ?? node;
  const words = [];
  const walker = document.createTreeWalker(diagram, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { currentNode: text, currentNode: { parentElement: host } } = walker;
    if (!text.data.trim() || !isShown(host)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    words.push([text.data, range.getBoundingClientRect(), owner(host)]);
  }
  for (const node of diagram.querySelectorAll(".small:enabled, input.count")) {
    if (isShown(node)) words.push([node.ariaLabel, node.getBoundingClientRect(), owner(node)]);
  }
  const between = (a, b, start, end) => Math.max(a[start], b[start]) - Math.min(a[end], b[end]);
  return words.flatMap(([a, p, one], i) => words.slice(i + 1)
    .filter(([, q, other]) => one !== other && between(p, q, "left", "right") < 4 && between(p, q, "top", "bottom") < 0)
    .map(([b]) => `${a} | ${b}`));
}
