// Follows the dev server: loads the page again when it says so, and tells it that the page is there.

const tag = document.querySelector("script[data-sprag-dev]");
const page = JSON.parse(tag.dataset.spragDev);
const address = new URL("/__sprag__/dev/events", location.href);
address.searchParams.set("session", page.session);
address.searchParams.set("seq", String(page.seq));

const RELOADED = "sprag:dev:reloaded";

function report(seq) {
  const body = JSON.stringify({ kind: "applied", seq, level: "reload", page: location.pathname });
  fetch("/__sprag__/dev/report", { method: "POST", body });
}

const reloaded = sessionStorage.getItem(RELOADED);
if (reloaded !== null) {
  sessionStorage.removeItem(RELOADED);
  addEventListener("load", () => report(Number(reloaded)));
}

const events = new EventSource(address);
events.addEventListener("connected", (event) => {
  if (JSON.parse(event.data).session !== page.session) {
    location.reload();
  }
});
events.addEventListener("update", (event) => {
  sessionStorage.setItem(RELOADED, String(JSON.parse(event.data).seq));
  location.reload();
});
