// Charts of the result: the same thing is lit in the drawing and in its table, with pointer and keyboard.

for (const figure of document.querySelectorAll("figure.drawn")) {
  const marks = [...figure.querySelectorAll("svg .flow, svg rect")].filter((mark) => mark.querySelector("title"));
  const words = document.createElement("p");
  words.className = "pointed small";
  words.setAttribute("aria-hidden", "true"); // the table says the same
  figure.querySelector("figcaption")?.before(words);
  const rest = (words.textContent = "\u00a0");
  for (const mark of marks) {
    mark.addEventListener("pointerenter", () => {
      words.textContent = mark.querySelector("title").textContent;
      mark.classList.add("lit");
    });
    mark.addEventListener("pointerleave", () => {
      words.textContent = rest;
      mark.classList.remove("lit");
    });
  }
}

// An address that points into a folded part unfolds it.
function unfold() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let fold = target?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
}
addEventListener("hashchange", unfold);
unfold();
