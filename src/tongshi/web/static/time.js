// Views of time without a reload: the timeline by keys and links, the network by sliders. Another address of the same
// view is fetched, and its regions are put in the place of those here.
"use strict";

const KEYS = { "+": "nearer", "=": "nearer", "-": "farther", ArrowLeft: "earlier", ArrowRight: "later", 0: "whole" };
const PAUSE = 150; // milliseconds from the last move of a slider to the new drawing

let asked = null; // what is being fetched
let shown = location.pathname + location.search;

const regions = (of) => [...of.querySelectorAll("[data-swapped]")];
const named = (of, name) => of.querySelector(`[data-swapped="${name}"]`);

function put(page) {
  for (const here of regions(document)) {
    const there = named(page, here.dataset.swapped);
    if (!there) return false;
    for (const each of there.querySelectorAll("details[class]")) {
      const before = here.querySelector(`details.${each.classList[0]}`);
      if (before) each.open = before.open;
    }
    here.replaceWith(document.adoptNode(there));
  }
  for (const each of ["nav.languages", "nav.views"]) {
    const [here, there] = [document.querySelector(each), page.querySelector(each)];
    if (here && there) here.replaceWith(document.adoptNode(there));
  }
  document.title = page.title;
  const found = document.querySelector("[data-swapped] .found-bar");
  const announced = document.querySelector("[data-announced]");
  if (found && announced) announced.textContent = [...found.children].map((each) => each.textContent.trim()).join(". ");
  return true;
}

// Resolves when it is shown; whatever goes wrong, the page itself is loaded and tells.
async function swap(address, { push = true } = {}) {
  if (asked) asked.abort();
  const own = new AbortController();
  asked = own;
  for (const each of regions(document)) each.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal: own.signal, headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (own !== asked) return;
    if (push) history.pushState(null, "", address);
    shown = location.pathname + location.search;
    if (!put(page)) location.assign(address);
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
  }
}

window.addEventListener("popstate", () => {
  if (location.pathname + location.search !== shown) swap(location.href, { push: false });
});

// The keys follow the same links as a pointer does, and the focus stays in the drawing.
function zooming(zoomed) {
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
}

// The sliders fill the fields of the form and show its address.
function sliding(slider, form) {
  const months = slider.dataset.months.trim().split(" ");
  const last = months.length - 1;
  const [since, until] = slider.querySelectorAll("input");
  let waiting = 0;

  const at = (day, otherwise) => {
    const place = months.indexOf(day.slice(0, 7));
    return place < 0 ? otherwise : place;
  };

  // at its end a slider leaves that end open
  const month = (input) => (input === since ? Number(input.value) > 0 : Number(input.value) < last) ? months[input.value] : "";

  const tell = () => {
    for (const input of [since, until]) {
      const words = month(input) || `${months[input.value]} (${slider.dataset.open})`;
      slider.querySelector(`output[for="${input.id}"]`).textContent = words;
      input.setAttribute("aria-valuetext", words);
    }
  };

  const read = () => {
    since.value = at(form.elements.since.value, 0);
    until.value = at(form.elements.until.value, last);
    tell();
  };

  const show = () => {
    const fields = [...new FormData(form)].filter(([, value]) => value);
    const address = new URL(form.action);
    address.search = new URLSearchParams(fields).toString();
    swap(address.href);
  };

  slider.addEventListener("input", (event) => {
    const [moved, other] = event.target === since ? [since, until] : [until, since];
    if (Number(since.value) > Number(until.value)) other.value = moved.value;
    for (const input of [since, until]) form.elements[input.dataset.for].value = month(input);
    tell();
    clearTimeout(waiting);
    waiting = setTimeout(show, PAUSE);
  });

  window.addEventListener("popstate", () => {
    const query = new URLSearchParams(location.search);
    for (const name of ["since", "until"]) form.elements[name].value = query.get(name) ?? "";
    read();
  });

  read();
  slider.hidden = false;
}

const zoomed = document.querySelector("[data-zoomed]");
const slider = document.querySelector("[data-slider]");
const form = document.querySelector("#narrowing");
if (zoomed) zooming(zoomed);
if (slider && form) sliding(slider, form);
