// A field that is chosen lights up the words that bear it out; arrow keys go from one to the next.
"use strict";

const told = document.querySelector("#marks-told");
let chosen = null;

const marksOf = (key) => [...document.querySelectorAll("[data-fields]")].filter((each) => each.dataset.fields.split(" ").includes(key));

// marks that touch are one to a reader, though another field cuts them
const runsOf = (marks) =>
  marks.reduce((runs, mark) => {
    const last = runs.at(-1)?.at(-1);
    if (last && last.nextSibling === mark) runs.at(-1).push(mark);
    else runs.push([mark]);
    return runs;
  }, []);

function clear() {
  for (const each of document.querySelectorAll(".lit, .lit-now")) each.classList.remove("lit", "lit-now");
  for (const each of document.querySelectorAll(".prove[aria-pressed=true]")) each.setAttribute("aria-pressed", "false");
  if (told) told.textContent = "";
  chosen = null;
}

function go(at) {
  const { runs } = chosen;
  chosen.at = (at + runs.length) % runs.length;
  runs.forEach((run, number) => run.forEach((mark) => mark.classList.toggle("lit-now", number === chosen.at)));
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  runs[chosen.at][0].scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  if (told) {
    const count = told.dataset.at.replace("{n}", chosen.at + 1).replace("{total}", runs.length);
    told.textContent = `${count}. ${told.dataset.help}`;
  }
}

function choose(key, anchor) {
  clear();
  const runs = runsOf(marksOf(key));
  if (!runs.length) return;
  runs.flat().forEach((mark) => mark.classList.add("lit"));
  document.querySelector(`.prove[data-key="${CSS.escape(key)}"]`)?.setAttribute("aria-pressed", "true");
  chosen = { key, runs, at: 0 };
  const from = anchor ? document.getElementById(anchor)?.closest("[data-fields]") : null;
  go(Math.max(0, runs.findIndex((run) => run.includes(from))));
}

for (const link of document.querySelectorAll(".prove, .refs a")) {
  if (link.classList.contains("prove")) {
    link.setAttribute("role", "button");
    link.setAttribute("aria-pressed", "false");
  }
  link.addEventListener("click", (event) => {
    event.preventDefault();
    if (link.getAttribute("aria-pressed") === "true") clear();
    else choose(link.dataset.key, link.hash.slice(1));
  });
  link.addEventListener("keydown", (event) => {
    if (event.key === " ") {
      event.preventDefault();
      link.click();
    }
  });
}

document.addEventListener("keydown", (event) => {
  if (!chosen || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (step) {
    event.preventDefault();
    go(chosen.at + step);
  } else if (event.key === "Escape") clear();
});
