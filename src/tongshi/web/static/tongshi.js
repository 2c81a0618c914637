// What makes pages handier where scripts run; every page works without.
"use strict";

// on a narrow screen the menu is closed until it is asked for
const menu = document.querySelector("details.menu");
if (menu && window.matchMedia("(max-width: 47rem)").matches) menu.open = false;

// "/" goes to the search field, as in many archives
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const field = document.querySelector("#site-query");
    if (field) {
      event.preventDefault();
      field.focus();
    }
  }
});

// a form that asks for something is sent as soon as a choice in it changes
for (const form of document.querySelectorAll("form[data-at-once]")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, input[type=checkbox], input[type=radio], input[type=range]")) form.requestSubmit();
  });
}
