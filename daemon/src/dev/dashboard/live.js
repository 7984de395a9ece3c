// Asks for the page again after a save, and keeps what is open, focused and scrolled.

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
  const open = [...shown().querySelectorAll("details")].map((part) => part.open);
  const focused = document.activeElement?.getAttribute?.("href");
  shown().replaceWith(fresh.querySelector("main"));
  shown().querySelectorAll("details").forEach((part, index) => {
    part.open = open[index] ?? false;
  });
  if (focused) {
    shown().querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
  }
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
