// What is wrong with the page's geometry: what sticks out of the window, is cut, or overprints something else.
() => {
  const found = [];
  const settings = document.querySelector(".settings");
  const name = node => `${node.tagName.toLowerCase()}#${node.id}.${node.className?.baseVal ?? node.className}`;
  const isShown = node => node.checkVisibility({visibilityProperty: true}) && !node.closest(".unseen, .skip, [hidden]");
  const body = [...document.querySelectorAll("body *")].filter(node => isShown(node) && !node.closest("svg, .u-over, .uplot"));
  if (document.documentElement.scrollWidth > innerWidth) found.push(`the page is ${document.documentElement.scrollWidth} wide`);
  const scrolls = node => node.closest(".stage, .scroll, .chips");
  for (const node of body) {
    const { left, right, width } = node.getBoundingClientRect();
    if (width && !scrolls(node) && (left < -1 || right > innerWidth + 1)) found.push(`sticks out: ${name(node)}`);
    const hasText = [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim());
    const style = getComputedStyle(node);
    const mayBeCut = style.textOverflow === "ellipsis" || node.matches("select, option, #table-about");
    if (hasText && !mayBeCut && style.overflowX !== "visible" && node.scrollWidth > node.clientWidth + 1) found.push(`cut: ${name(node)}`);
  }
  // Words that nobody may overprint: each has a place of its own.
  const isClipped = node => node && (getComputedStyle(node).clipPath.startsWith("inset") || isClipped(node.parentElement));
  const isFixed = node => node && (getComputedStyle(node).position === "fixed" || isFixed(node.parentElement));
  // A word within a paragraph may wrap: the box around both of its lines is not its own.
  const boxes = body.filter(node => !isClipped(node) && !isFixed(node) && !node.matches("option, select, .article em"))
    .flatMap(node => [...node.childNodes].filter(child => child.nodeType === 3 && child.data.trim()).map(child => {
      const range = document.createRange();
      range.selectNodeContents(child);
      return [node, range.getBoundingClientRect()];
    }));
  boxes.forEach(([a, p], i) => boxes.slice(i + 1).forEach(([b, q]) => {
    const wide = Math.min(p.right, q.right) - Math.max(p.left, q.left);
    const tall = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
    if (wide <= 2 || tall <= 0) return; // what costs more is asked of neighbours alone
    if (a.contains(b) || b.contains(a) || !a.closest(".top, .output") !== !b.closest(".top, .output") || scrolls(a) !== scrolls(b)) return;
    if (settings.scrollHeight > settings.clientHeight && settings.contains(a) !== settings.contains(b)) return;
    if (tall > parseFloat(getComputedStyle(a).fontSize) / 3) found.push(`overlap: ${name(a)} ${a.textContent} and ${name(b)} ${b.textContent}`);
  }));
  return found;
}
