/**
 * What the developer sees in the page: the overlay with what is wrong, and a short note on each update. Lives in
 * a shadow root outside of the body, so that neither styles nor changes of the page reach it. Never takes the
 * focus: the page beside it goes on.
 */

import { STYLE } from "./overlay_style.js";

/**
 * A diagnostic, or an error of running code, with its place in Python. Lines and columns count from 1; 0 is none.
 * @typedef {object} Problem
 * @property {string} code
 * @property {string} severity
 * @property {string} message
 * @property {string | null} [help]
 * @property {string} file
 * @property {number} line
 * @property {number} column
 * @property {number} [width]
 * @property {{ line: number, text: string }[]} [excerpt]
 * @property {string[]} [stack] places it went through
 */

/** How long a note stays, and one that takes reading. */
const NOTE_MS = 1000;
const LONG_NOTE_MS = 5000;

export class Overlay {
  /** What does not compile. @type {Problem[]} */
  #build = [];
  /** What running code threw, each once. @type {Map<string, { problem: Problem, count: number }>} */
  #runtime = new Map();
  /** @type {ShadowRoot | null} */
  #root = null;
  #isDismissed = false;

  /** @param {(problem: Problem) => void} open opens an editor */
  constructor(open) {
    this.open = open;
  }

  /** Replaces the diagnostics; none means that all is well. @param {Problem[]} problems */
  build(problems) {
    // What was dismissed is not shown again for being said again.
    if (JSON.stringify(problems) !== JSON.stringify(this.#build)) this.#isDismissed = false;
    this.#build = problems;
    this.#draw();
  }

  /** Adds an error of running code. @param {Problem} problem */
  error(problem) {
    const key = `${problem.file}:${problem.line}:${problem.message}`;
    const count = (this.#runtime.get(key)?.count ?? 0) + 1;
    this.#runtime.set(key, { problem, count });
    if (count === 1) this.#isDismissed = false;
    this.#draw();
  }

  /** New code runs: what the old one threw is no longer of interest. */
  clearErrors() {
    if (this.#runtime.size === 0) return;
    this.#runtime.clear();
    this.#draw();
  }

  /** A note that goes away by itself. @param {string} text @param {boolean} [isLong] */
  note(text, isLong = false) {
    const status = this.#part("status");
    const note = make("p", "note", text);
    status.replaceChildren(note);
    setTimeout(() => note.remove(), isLong ? LONG_NOTE_MS : NOTE_MS);
  }

  /** Everything that is wrong, as text. */
  text() {
    return this.#problems().map(({ problem }) => textOf(problem)).join("\n\n");
  }

  #problems() {
    const build = this.#build.map((problem) => ({ problem, count: 1 }));
    return [...build, ...this.#runtime.values()];
  }

  /** @param {"panel" | "status"} name */
  #part(name) {
    this.#root ??= attach(() => this.#dismiss());
    return /** @type {HTMLElement} */ (this.#root.querySelector(`.${name}`));
  }

  #draw() {
    const problems = this.#problems();
    if (problems.length === 0 && !this.#root) return;
    const panel = this.#part("panel");
    panel.hidden = problems.length === 0 || this.#isDismissed;
    panel.replaceChildren(...(panel.hidden ? [] : [this.#head(problems.length), this.#list(problems)]));
  }

  /** @param {number} count */
  #head(count) {
    const head = make("header", "head");
    const title = make("h2", "title", count === 1 ? "1 problem" : `${count} problems`);
    const copy = button("Copy", () => this.#copy(copy));
    head.append(title, copy, button("Dismiss", () => this.#dismiss()));
    return head;
  }

  /** @param {{ problem: Problem, count: number }[]} problems */
  #list(problems) {
    const list = make("ol", "problems");
    list.append(...problems.map(({ problem, count }) => this.#item(problem, count)));
    return list;
  }

  /** @param {Problem} problem @param {number} count */
  #item(problem, count) {
    const item = make("li", `problem ${problem.severity}`);
    const label = make("p", "label");
    label.append(make("span", "code", problem.code || problem.severity), prose("span", "message", problem.message));
    if (count > 1) label.append(make("span", "count", `${count} times`));
    item.append(label);
    if (problem.file) {
      const place = button(placeOf(problem), () => this.open(problem));
      place.className = "place";
      place.title = "Open in the editor";
      item.append(place);
    }
    if (problem.excerpt?.length) item.append(excerpt(problem));
    if (problem.help) item.append(prose("p", "help", problem.help));
    if (problem.stack?.length) item.append(make("pre", "stack", problem.stack.join("\n")));
    return item;
  }

  #dismiss() {
    this.#isDismissed = true;
    this.#draw();
  }

  /** @param {HTMLElement} copy */
  async #copy(copy) {
    try {
      await navigator.clipboard.writeText(this.text());
      copy.textContent = "Copied";
    } catch {
      copy.textContent = "Not allowed by the browser";
    }
  }
}

/** The shadow root in which everything is drawn. @param {() => void} dismiss */
function attach(dismiss) {
  const host = document.createElement("div");
  host.setAttribute("data-sprag-dev", "overlay");
  const root = host.attachShadow({ mode: "open" });
  const style = document.createElement("style");
  style.textContent = STYLE;
  const panel = make("section", "panel");
  panel.hidden = true;
  panel.tabIndex = -1;
  panel.setAttribute("role", "alert");
  panel.setAttribute("aria-label", "Problems of this app");
  panel.addEventListener("keydown", ({ key }) => key === "Escape" && dismiss());
  const status = make("div", "status");
  status.setAttribute("role", "status");
  root.append(style, panel, status);
  document.documentElement.append(host);
  return root;
}

/** The source around a problem, with the marked characters. @param {Problem} problem */
function excerpt({ excerpt: lines = [], line, column, width = 1 }) {
  const block = make("pre", "excerpt");
  const digits = Math.max(...lines.map((each) => String(each.line).length));
  for (const each of lines) {
    const row = make("span", each.line === line ? "row marked" : "row");
    row.append(make("span", "number", String(each.line).padStart(digits)), " ");
    if (each.line !== line || column === 0) row.append(each.text);
    else {
      const characters = [...each.text];
      const end = column - 1 + Math.max(width, 1);
      row.append(characters.slice(0, column - 1).join(""));
      row.append(make("mark", "", characters.slice(column - 1, end).join("") || " "), characters.slice(end).join(""));
    }
    block.append(row, "\n");
  }
  return block;
}

/** @param {Problem} problem */
function placeOf({ file, line, column }) {
  return [file, line || null, line && column ? column : null].filter(Boolean).join(":");
}

/** @param {Problem} problem */
function textOf(problem) {
  const lines = (problem.excerpt ?? []).map(({ line, text }) => `${line === problem.line ? ">" : " "} ${line} | ${text}`);
  const label = [problem.severity, problem.code && `[${problem.code}]`].filter(Boolean).join("");
  const parts = [`${label}: ${problem.message}`, problem.file && `  at ${placeOf(problem)}`, ...lines];
  return [...parts, problem.help && `  help: ${problem.help}`, ...(problem.stack ?? [])].filter(Boolean).join("\n");
}

/** @param {string} tag @param {string} className @param {string} [text] */
function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

/** Text in which what stands in backticks is code. @param {string} tag @param {string} className @param {string} text */
function prose(tag, className, text) {
  const element = make(tag, className);
  const parts = text.split(/`([^`\n]+)`/);
  element.append(...parts.map((part, index) => (index % 2 ? make("code", "", part) : part)));
  return element;
}

/** @param {string} text @param {() => void} act */
function button(text, act) {
  const element = make("button", "", text);
  element.setAttribute("type", "button");
  element.addEventListener("click", act);
  return element;
}
