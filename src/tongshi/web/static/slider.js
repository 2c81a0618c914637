// The time of the network by two sliders, which fill the fields of the form and show its address.
import { swap } from "./swapping.js";

const PAUSE = 150; // milliseconds from the last move to the new drawing

const slider = document.querySelector("[data-slider]");
const form = document.querySelector("#narrowing");

if (slider && form) {
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
