// What runs in the page, in jsdom as in Chromium: builds each component as hydration does and compares
// its DOM with the one that the server's HTML gives.
//
// Two DOMs are the same if their outlines are. An outline lists elements with their namespace, attributes
// by name, texts, and what people see of form controls. Texts beside each other are one text, as HTML
// cannot tell them apart. Where `render()` gives anything but one element, the browser needs an
// element around it, which has no box (`display: contents`); that one is left out.

const DRAWN_AGAIN = "after drawing again:\n";

/** @param {Record<string, any>} cases by class name: what oracle.py says, and the path of the module */
export async function compared(cases, load) {
  const { BaseException } = await load("generated/python/core.js");
  const { nativeType } = await load("generated/python/catching.js");
  const typeOf = (error) => (error instanceof BaseException ? error.constructor : nativeType(error)).name;
  const results = {};
  for (const [name, { html, raises, state, props }] of Object.entries(cases)) {
    const expected = raises ? `raises ${raises}` : outlineOfHtml(html);
    let actual;
    try {
      const module = await load(`generated/components/${name}.js`);
      actual = drawn(module[name], state, props);
    } catch (error) {
      actual = expected === `raises ${typeOf(error)}` ? expected : `raises ${typeOf(error)}: ${error?.stack ?? error}`;
    }
    results[name] = { expected, actual };
  }
  return results;
}

/** The outline of a component after it was mounted; more if it is another one once drawn again. */
function drawn(Component, state, props) {
  const place = document.createElement("div");
  document.body.append(place);
  const copy = (value) => JSON.parse(JSON.stringify(value));
  const component = new Component(copy(state), { props: copy(props), module: null });
  try {
    component.mount(place);
    const first = outline(contentOf(place));
    component.setStateSync({});
    const second = outline(contentOf(place));
    return first === second ? first : `${first}\n${DRAWN_AGAIN}${second}`;
  } finally {
    component.unmount();
    place.remove();
  }
}

function outlineOfHtml(html) {
  const place = document.createElement("div");
  document.body.append(place);
  place.innerHTML = html;
  const result = outline(place.firstElementChild.childNodes);
  place.remove();
  return result;
}

/** The nodes of a component, without the element that only holds several of them together. */
function contentOf(place) {
  const root = place.firstElementChild;
  return root?.getAttribute("style") === "display: contents;" ? root.childNodes : place.childNodes;
}

function outline(nodes, indent = "") {
  const lines = [];
  let text = "";
  const flush = () => {
    if (text) lines.push(`${indent}${JSON.stringify(text)}`);
    text = "";
  };
  for (const node of nodes) {
    if (node.nodeType === Node.TEXT_NODE) {
      text += node.data;
      continue;
    }
    flush();
    if (node.nodeType === Node.COMMENT_NODE) lines.push(`${indent}<!--${node.data}-->`);
    else lines.push(...elementLines(node, indent));
  }
  flush();
  return lines.join("\n");
}

function elementLines(node, indent) {
  const attributes = [...node.attributes].map(({ name, value }) => ` ${name}=${JSON.stringify(value)}`).sort();
  const space = node.namespaceURI.endsWith("svg") ? "svg:" : "";
  const head = `${indent}<${space}${node.localName}${attributes.join("")}>${controlText(node)}`;
  const inside = outline(node.childNodes, `${indent}  `);
  return inside ? [head, inside] : [head];
}

/** What a form control shows; it need not follow from its attributes. */
function controlText(node) {
  switch (node.localName) {
    case "input":
      return ` shows ${JSON.stringify(node.value)}${node.checked ? ", checked" : ""}`;
    case "textarea":
      return ` shows ${JSON.stringify(node.value)}`;
    case "select":
      return ` shows ${JSON.stringify([...node.selectedOptions].map((option) => option.value))}`;
    default:
      return "";
  }
}
