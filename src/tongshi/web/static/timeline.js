// The timeline by keys: they follow the same links as a pointer does, and the focus stays in the drawing.
import { swap } from "./swapping.js";

const KEYS = { "+": "nearer", "=": "nearer", "-": "farther", ArrowLeft: "earlier", ArrowRight: "later", 0: "whole" };
const zoomed = document.querySelector("[data-zoomed]");

const wayOf = (name) => zoomed.querySelector(`a[data-way="${name}"]`);

async function go(link) {
  const way = link.dataset.way;
  const within = zoomed.contains(document.activeElement) && document.activeElement !== zoomed;
  await swap(link.href);
  // a link that was followed stays focused; whatever else was is gone
  if (within && !zoomed.contains(document.activeElement)) ((way && wayOf(way)) || zoomed).focus({ preventScroll: true });
}

zoomed.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(".chart-numbers")) return;
  const way = KEYS[event.key];
  const link = way && wayOf(way);
  if (!way) return;
  event.preventDefault();
  if (link) {
    zoomed.focus({ preventScroll: true });
    swap(link.href);
  }
});

zoomed.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const address = new URL(link.href.baseVal ?? link.href, location.href);
  if (address.pathname !== location.pathname || address.origin !== location.origin || address.hash) return;
  event.preventDefault();
  go({ href: address.href, dataset: link.dataset });
});
