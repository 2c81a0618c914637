// In a network: what is looked at, with all that it is joined to, stands out.
"use strict";

for (const network of document.querySelectorAll(".chart-drawing.network")) {
  const nodes = [...network.querySelectorAll("[data-node]")];
  const edges = [...network.querySelectorAll("[data-ends]")];
  const ends = (edge) => edge.dataset.ends.split(" ");

  const joined = (mark) => {
    if (mark.dataset.ends) return new Set([mark, ...nodes.filter((node) => ends(mark).includes(node.dataset.node))]);
    const own = edges.filter((edge) => ends(edge).includes(mark.dataset.node));
    const near = new Set(own.flatMap(ends));
    return new Set([mark, ...own, ...nodes.filter((node) => near.has(node.dataset.node))]);
  };

  const show = (mark) => {
    const lit = mark && joined(mark);
    for (const each of [...nodes, ...edges]) {
      each.classList.toggle("faint", Boolean(lit) && !lit.has(each));
      each.classList.toggle("near", Boolean(lit) && lit.has(each));
    }
  };

  const markOf = (event) => event.target.closest("[data-node], [data-ends]");
  network.addEventListener("pointerover", (event) => show(markOf(event)));
  network.addEventListener("pointerleave", () => show(null));
  network.addEventListener("focusin", (event) => show(markOf(event)));
  network.addEventListener("focusout", () => show(null));
}
