// The page of the search: asks the index for what its address asks for, and lists what is found.
"use strict";

const place = document.querySelector("#filed-search");
const told = place.querySelector("[role=status]");
const list = place.querySelector("ol");
const more = place.querySelector("button");
const SHOWN = 20;

tongshi.base = place.dataset.index;

function element(name, words = "", attributes = {}) {
  const made = document.createElement(name);
  made.textContent = words;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function line(article) {
  const item = element("li", "", { class: "hit" });
  const isOfWeb = /^https?:\/\//i.test(article.address);
  const there = article.file || (isOfWeb ? article.address : "");
  const head = element("h2");
  const title = element(there ? "a" : "span", "", there ? { href: there } : {});
  title.append(element("bdi", article.title || place.dataset.untitled, article.title ? { lang: "zh" } : {}));
  head.append(title);
  const meta = element("p", "", { class: "meta small soft" });
  meta.append(element("span", article.day || place.dataset.undated, { class: "day" }), " · ", element("bdi", article.outlet || place.dataset.unknown));
  if (isOfWeb) meta.append(" · ", element("a", place.dataset.original, { class: "out", href: article.address, rel: "noopener noreferrer external" }));
  item.append(head, meta);
  return item;
}

function counted(number) {
  if (!number) return place.dataset.none;
  return (number === 1 ? place.dataset.one : place.dataset.found).replace("{n}", number.toLocaleString("en"));
}

async function show(articles) {
  const next = articles.splice(0, SHOWN);
  for (const article of await Promise.all(next.map(articleOf))) list.append(line(article));
  more.hidden = !articles.length;
  more.onclick = () => show(articles);
}

async function search(asked) {
  told.textContent = place.dataset.searching;
  try {
    const articles = await found(asked);
    told.textContent = counted(articles.length);
    await show(articles);
  } catch (error) {
    told.textContent = error instanceof SyntaxError ? place.dataset.wrong : place.dataset.lost;
  }
}

const asked = (new URLSearchParams(location.search).get("q") || "").trim();
document.querySelector("#words").value = asked;
if (asked) search(asked);
