// Leads on to the pages in the language of the browser, as far as they are there; waits for the list of them.
"use strict";

function meant(tag) {
  const parts = tag.toLowerCase().split("-");
  if (!["zh", "yue", "cmn"].includes(parts[0])) return parts[0];
  const traditional = parts.includes("hant") || parts[0] === "yue" || ["tw", "hk", "mo"].some((each) => parts.includes(each));
  return traditional && !parts.includes("hans") ? "zh-Hant" : "zh-Hans";
}

document.addEventListener("DOMContentLoaded", () => {
  const links = [...document.querySelectorAll("a[hreflang]")];
  const wanted = (navigator.languages || [navigator.language]).map(meant);
  const found = wanted.map((each) => links.find((link) => link.hreflang === each)).find(Boolean);
  location.replace((found || links[0]).href);
});
