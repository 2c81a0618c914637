// Another address of the same view is shown without loading the page: its regions are put in the place of those here.
"use strict";

let asked = null; // what is being fetched

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
export async function swap(address, { push = true } = {}) {
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
    if (!put(page)) location.assign(address);
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
  }
}

window.addEventListener("popstate", () => swap(location.href, { push: false }));
