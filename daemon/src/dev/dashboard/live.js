// Asks for the page again after a save, and keeps what is open, typed, focused and scrolled. Marks lines of Python and
// JavaScript that belong together.

const shown = () => document.querySelector("main");
let waiting = false;

async function refresh() {
  if (waiting) {
    return;
  }
  waiting = true;
  // The line of a save is complete only when a page has answered.
  await new Promise((done) => setTimeout(done, 300));
  waiting = false;
  const answer = await fetch(location.href);
  if (!answer.ok) {
    return;
  }
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const open = new Set([...shown().querySelectorAll("details[open] b")].map((name) => name.textContent));
  const typed = shown().querySelector("input")?.value ?? "";
  const scrolled = [...shown().querySelectorAll("pre, .wide")].map((part) => [part.scrollLeft, part.scrollTop]);
  const focused = pathTo(document.activeElement);
  document.querySelector("#state").replaceWith(fresh.querySelector("#state"));
  shown().replaceWith(fresh.querySelector("main"));
  for (const part of shown().querySelectorAll("details")) {
    part.open ||= open.has(part.querySelector("b").textContent);
  }
  shown().querySelectorAll("pre, .wide").forEach((part, index) => part.scrollTo(...(scrolled[index] ?? [0, 0])));
  if (shown().querySelector("input")) {
    shown().querySelector("input").value = typed;
  }
  if (focused) {
    shown().querySelector(focused)?.focus({ preventScroll: true });
  }
}

/** A selector for what has the focus, if it is a part that comes again. */
function pathTo(element) {
  if (!element || !shown().contains(element)) {
    return null;
  }
  const link = element.getAttribute("href");
  return link ? `${element.localName}[href="${CSS.escape(link)}"]` : element.localName;
}

const events = new EventSource("/__sprag__/dev/events?session=dashboard");
for (const name of ["update", "errors", "cleared"]) {
  events.addEventListener(name, refresh);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-open]");
  if (link) {
    event.preventDefault();
    fetch(link.href);
  }
});

document.addEventListener("pointerover", (event) => {
  const line = event.target.closest?.("[data-line]")?.dataset.line;
  for (const other of document.querySelectorAll(".beside [data-line]")) {
    other.classList.toggle("here", other.dataset.line === line);
  }
});
