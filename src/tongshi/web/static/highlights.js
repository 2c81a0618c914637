// The kinds of highlights go on and off at once; the address tells which are on.
"use strict";

const form = document.querySelector("form.legend");
const text = document.querySelector("#article-text");
if (form && text) {
  form.querySelector("button").hidden = true;
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  form.addEventListener("change", () => {
    for (const box of boxes) text.classList.toggle(`show-${box.value}`, box.checked);
    const address = new URL(location.href);
    const on = boxes.filter((box) => box.checked).map((box) => box.value);
    if (on.length === boxes.length) address.searchParams.delete("show");
    else address.searchParams.set("show", on.join(",") || "none");
    history.replaceState(null, "", address);
  });
}
