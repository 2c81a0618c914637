// Keys of the review: each presses the button, or goes to the field, that bears it.
"use strict";

const keys = document.querySelector("#keys");
if (keys) keys.hidden = false;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  if (event.key === "?" && keys) {
    keys.scrollIntoView({ block: "center" });
    return;
  }
  if (/^[1-9]$/.test(event.key)) {
    const box = document.querySelector(`[data-number="${event.key}"]`);
    if (box) box.checked = !box.checked;
    return;
  }
  const meant = /^[a-z]$/.test(event.key) && document.querySelector(`[data-key="${event.key}"]`);
  if (!meant) return;
  event.preventDefault();
  if (meant.matches("select")) meant.focus();
  else meant.click();
});
