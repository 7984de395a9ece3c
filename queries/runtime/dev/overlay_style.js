/** The look of the overlay, in the light and in the dark. */
export const STYLE = `
:host {
  all: initial;
  --paper: #ffffff;
  --ink: #1d2430;
  --faint: #5b6676;
  --line: #d5dae1;
  --code-paper: #f4f6f9;
  --error: #b3261e;
  --warning: #7a5200;
  --mark: #ffd9d5;
  --link: #0b57d0;
  color-scheme: light dark;
}
@media (prefers-color-scheme: dark) {
  :host {
    --paper: #1b1f27;
    --ink: #e6e9ee;
    --faint: #a3adbb;
    --line: #3a4250;
    --code-paper: #12151b;
    --error: #ff8f85;
    --warning: #f2c14e;
    --mark: #6b2a26;
    --link: #8ab4f8;
  }
}
.panel {
  position: fixed;
  z-index: 2147483647;
  inset: auto 1rem 1rem;
  max-width: 60rem;
  max-height: 70vh;
  margin: 0 auto;
  overflow: auto;
  box-sizing: border-box;
  border: 1px solid var(--line);
  border-top: 4px solid var(--error);
  border-radius: 8px;
  background: var(--paper);
  color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif;
  box-shadow: 0 12px 40px rgb(0 0 0 / 0.35);
}
.panel:focus {
  outline: none;
}
.panel[hidden] {
  display: none;
}
.head {
  position: sticky;
  top: 0;
  display: flex;
  gap: 0.5rem;
  align-items: center;
  padding: 0.6rem 1rem;
  border-bottom: 1px solid var(--line);
  background: var(--paper);
}
.title {
  flex: 1;
  margin: 0;
  font-size: 1rem;
}
button {
  padding: 0.25rem 0.7rem;
  border: 1px solid var(--line);
  border-radius: 6px;
  background: var(--code-paper);
  color: var(--ink);
  font: inherit;
  cursor: pointer;
}
button:focus-visible {
  outline: 2px solid var(--link);
  outline-offset: 2px;
}
.problems {
  margin: 0;
  padding: 0;
  list-style: none;
}
.problem {
  padding: 0.9rem 1rem;
}
.problem + .problem {
  border-top: 1px solid var(--line);
}
.label {
  margin: 0 0 0.3rem;
}
.code {
  margin-right: 0.6rem;
  color: var(--error);
  font-weight: 700;
}
.warning .code,
.hint .code {
  color: var(--warning);
}
.message {
  white-space: pre-wrap;
}
code {
  padding: 0.05rem 0.3rem;
  border-radius: 4px;
  background: var(--code-paper);
  font: 0.9em ui-monospace, monospace;
}
.count {
  margin-left: 0.6rem;
  color: var(--faint);
}
.place {
  padding: 0;
  border: 0;
  background: none;
  color: var(--link);
  font: 13px/1.5 ui-monospace, monospace;
  text-decoration: underline;
}
.excerpt,
.stack {
  margin: 0.5rem 0;
  padding: 0.6rem 0.8rem;
  overflow-x: auto;
  border-radius: 6px;
  background: var(--code-paper);
  font: 13px/1.55 ui-monospace, monospace;
  tab-size: 4;
}
.number {
  color: var(--faint);
  user-select: none;
}
.marked .number {
  color: var(--error);
  font-weight: 700;
}
mark {
  border-bottom: 2px solid var(--error);
  background: var(--mark);
  color: inherit;
}
.help {
  margin: 0.4rem 0 0;
  color: var(--faint);
}
.note {
  position: fixed;
  z-index: 2147483647;
  right: 1rem;
  bottom: 1rem;
  margin: 0;
  padding: 0.4rem 0.9rem;
  border: 1px solid var(--line);
  border-radius: 6px;
  background: var(--paper);
  color: var(--ink);
  font: 13px/1.5 ui-monospace, monospace;
  box-shadow: 0 4px 16px rgb(0 0 0 / 0.25);
}
@media (prefers-reduced-motion: no-preference) {
  .note {
    animation: appear 120ms ease-out;
  }
  @keyframes appear {
    from {
      opacity: 0;
      transform: translateY(6px);
    }
  }
}
`;
