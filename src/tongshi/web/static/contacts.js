// The table of contacts changes without a reload; without scripts every link and form loads its page as usual.
"use strict";

const narrow = window.matchMedia("(max-width: 61.99rem)");
const announced = document.querySelector("[data-announced]");
let asked = null; // what is being fetched
let shown = location.pathname + location.search;

function region(of) {
  return of.querySelector("[data-swapped]");
}

function fold() {
  const facets = document.querySelector("#fold");
  if (facets && narrow.matches) facets.open = false;
}

// which facets were opened and closed by hand stays as it was
function opened() {
  return new Map([...region(document).querySelectorAll("details[id]")].map((each) => [each.id, each.open]));
}

function put(page, address, focus) {
  const next = region(page);
  if (!next) {
    location.assign(address);
    return;
  }
  const before = opened();
  for (const each of next.querySelectorAll("details[id]")) {
    if (before.has(each.id)) each.open = before.get(each.id);
  }
  region(document).replaceWith(document.adoptNode(next));
  document.title = page.title;
  // the other languages and the feeds are of the new choice as well
  const languages = page.querySelector("nav.languages");
  if (languages) document.querySelector("nav.languages").replaceWith(document.adoptNode(languages));
  for (const link of document.head.querySelectorAll("link[rel=alternate]")) link.remove();
  for (const link of page.head.querySelectorAll("link[rel=alternate]")) document.head.append(document.adoptNode(link));
  shown = location.pathname + location.search;
  const same = focus && [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === focus);
  const target = same || document.querySelector("#found");
  target.focus({ preventScroll: Boolean(same) });
  announced.textContent = [...document.querySelectorAll(".found-bar > *")].map((each) => each.textContent).join(". ");
}

async function load(address, { focus = "", push = true } = {}) {
  if (asked) asked.abort();
  asked = new AbortController();
  const here = region(document);
  here.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal: asked.signal, headers: { Accept: "text/html" } });
    const text = await answer.text();
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(text, "text/html");
    if (push) history.pushState(null, "", address);
    put(page, address, focus);
  } catch (error) {
    if (error.name === "AbortError") return;
    location.assign(address); // whatever is wrong, the page itself tells
  } finally {
    here.removeAttribute("aria-busy");
  }
}

function isOurs(address) {
  return address.origin === location.origin && address.pathname === location.pathname && !address.searchParams.has("facet");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-swapped] a[href]");
  if (!link || event.defaultPrevented || event.button) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const address = new URL(link.href);
  if (!isOurs(address) || (address.hash && address.search === location.search)) return;
  event.preventDefault();
  load(address.href, { focus: link.dataset.key });
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-swapped] form");
  if (!form) return;
  event.preventDefault();
  const address = new URL(form.action);
  address.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value)).toString();
  load(address.href, { focus: "apply" });
});

window.addEventListener("popstate", () => {
  if (location.pathname + location.search !== shown) load(location.href, { push: false });
});

fold();
