// “What if”: a slider beside every number field. The fields are what is sent; without script they do all of it.

for (const box of document.querySelectorAll("[data-slider]")) {
  const field = box.querySelector("input[type=number]");
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", min: box.dataset.low, max: box.dataset.high, step: box.dataset.step });
  slider.value = field.value;
  slider.className = "slider";
  slider.setAttribute("aria-label", box.querySelector("label").textContent);
  slider.addEventListener("input", () => {
    field.value = tidy(slider.valueAsNumber);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  field.addEventListener("input", () => (slider.value = field.value));
  box.prepend(slider);
}

// 0.30000000000000004 is 0.3 to a reader.
function tidy(value) {
  return String(Number(value.toPrecision(6)));
}

// Only what was changed is sent, so that the address stays short enough to be passed on.
document.getElementById("what-if")?.addEventListener("htmx:configRequest", (event) => {
  for (const field of event.currentTarget.querySelectorAll("[data-default]")) {
    if (field.value === field.dataset.default) delete event.detail.parameters[field.name];
  }
});
