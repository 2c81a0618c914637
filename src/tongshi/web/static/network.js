// In a network: what is looked at, with all that it is joined to, stands out. Drawings may come and go.
"use strict";

const ends = (edge) => edge.dataset.ends.split(" ");

function joined(mark, nodes, edges) {
  if (mark.dataset.ends) return new Set([mark, ...nodes.filter((node) => ends(mark).includes(node.dataset.node))]);
  const own = edges.filter((edge) => ends(edge).includes(mark.dataset.node));
  const near = new Set(own.flatMap(ends));
  return new Set([mark, ...own, ...nodes.filter((node) => near.has(node.dataset.node))]);
}

function show(network, mark) {
  const nodes = [...network.querySelectorAll("[data-node]")];
  const edges = [...network.querySelectorAll("[data-ends]")];
  const lit = mark && joined(mark, nodes, edges);
  for (const each of [...nodes, ...edges]) {
    each.classList.toggle("faint", Boolean(lit) && !lit.has(each));
    each.classList.toggle("near", Boolean(lit) && lit.has(each));
  }
}

for (const kind of ["pointerover", "pointerout", "focusin", "focusout"]) {
  document.addEventListener(kind, (event) => {
    const network = event.target.closest(".chart-drawing.network");
    if (!network) return;
    const leaving = kind === "pointerout" ? !network.contains(event.relatedTarget) : kind === "focusout";
    if (kind === "pointerout" && !leaving) return;
    show(network, leaving ? null : event.target.closest("[data-node], [data-ends]"));
  });
}
