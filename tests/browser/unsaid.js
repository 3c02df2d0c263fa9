// Controls that say nowhere what they do: neither in a hint, nor beside them.
async () => {
  const { about } = await import(new URL("static/hints/sentence.js", document.baseURI));
  const controls = document.querySelectorAll(".top :is(button, a, input), main :is(button, a, input, select, summary), .panels :is(button, summary, input, select)");
  const isSaid = (node) => {
    const found = about(node);
    const field = node.closest(".field");
    return found?.words || found?.name || field?.querySelector(".help, .hint") || node.getAttribute("aria-describedby") || node.querySelector(".hint") || node.closest("fieldset, table")?.querySelector(".why, caption");
  };
  const isApart = (node) => node.matches(".neuron") || node.closest(".formula-editor, [hidden]");
  return [...controls].filter((node) => !isApart(node) && !isSaid(node)).map((node) => node.outerHTML.slice(0, 160));
}
