// The work of `work.py` and `components.py` as people write it in JavaScript.

export function numbers_known() {
  let total = 0;
  for (let i = 0; i < 200000; i += 1) {
    total = (total + i * 7) % 1000003;
    if (total % 3 === 0) total += 1;
  }
  let mean = 0;
  for (let i = 0; i < 200000; i += 1) mean = mean * 0.5 + i / 3;
  return total + Math.trunc(mean);
}

function numbers(count, factor, modulus, ratio) {
  let total = 0;
  for (let i = 0; i < count; i += 1) {
    total = (total + i * factor) % modulus;
    if (total % 3 === 0) total += 1;
  }
  let mean = 0;
  for (let i = 0; i < count; i += 1) mean = mean / ratio + i / 3;
  return total + Math.trunc(mean);
}


export function text_known() {
  let result = "";
  for (let i = 0; i < 20000; i += 1) result += `row ${i}, `;
  const parts = [];
  for (let i = 0; i < 20000; i += 1) parts.push("cell " + String(i));
  const joined = parts.join("; ");
  return result.length + joined.toUpperCase().length + joined.indexOf("99");
}

function text(count, label, separator) {
  let result = "";
  for (let i = 0; i < count; i += 1) result += `${label} ${i}${separator}`;
  const parts = [];
  for (let i = 0; i < count; i += 1) parts.push(label + " " + String(i));
  const joined = parts.join(separator);
  return result.length + joined.toUpperCase().length + joined.indexOf("99");
}

export function collections_known() {
  const words = ["alpha", "beta", "gamma", "delta", "epsilon"];
  const totals = {};
  const values = [];
  for (let i = 0; i < 50000; i += 1) {
    const word = words[i % 5];
    totals[word] = (totals[word] ?? 0) + i;
    values.push((i * 3) % 1009);
  }
  const small = values.filter((value) => value < 500).map((value) => value + 1);
  values.sort((a, b) => a - b);
  return small.length + values[100] + totals.gamma;
}

function collections(count, words, totals) {
  const values = [];
  for (let i = 0; i < count; i += 1) {
    const word = words[i % words.length];
    totals[word] = (totals[word] ?? 0) + i;
    values.push((i * 3) % 1009);
  }
  const small = values.filter((value) => value < 500).map((value) => value + 1);
  values.sort((a, b) => a - b);
  return small.length + values[Math.floor(values.length / 2)] + totals[words[0]];
}

class Point {
  constructor(x, y) {
    this.x = x;
    this.y = y;
    this.moves = 0;
  }

  move(dx, dy) {
    this.x += dx;
    this.y += dy;
    this.moves += 1;
    return this;
  }

  distance() {
    return Math.abs(this.x) + Math.abs(this.y);
  }
}

class Counter {
  count = 0;
  log = "";

  step() {
    this.count += 1;
    if (this.count % 1000 === 0) this.log += ".";
  }

  value() {
    return this.count;
  }
}

class Token {
  uses = 0;
  text = "";
  following = null;

  constructor(kind) {
    this.kind = kind;
  }
}

class Vector {
  constructor(x, y) {
    this.x = x;
    this.y = y;
  }

  plus(other) {
    return new Vector(this.x + other.x, this.y + other.y);
  }
}

export function methods_known() {
  const counter = new Counter();
  let total = 0;
  for (let i = 0; i < 100000; i += 1) {
    counter.step();
    total = (total + counter.value()) % 65536;
  }
  return total + counter.log.length;
}

function methods(count, dx, dy) {
  const point = new Point(0, 0);
  let total = 0;
  for (let i = 0; i < count; i += 1) {
    point.move(dx, -dy);
    total = (total + point.distance()) % 65536;
  }
  return total + point.moves;
}

export function instances_known() {
  const tokens = [];
  for (let i = 0; i < 20000; i += 1) {
    const token = new Token("word");
    token.uses += 1;
    tokens.push(token);
  }
  let total = 0;
  for (const token of tokens) total = (total + token.uses) % 65536;
  return total;
}

function instances(count, dx, dy) {
  let place = new Vector(0, 0);
  const step = new Vector(dx, dy);
  const passed = [];
  for (let i = 0; i < count; i += 1) {
    place = place.plus(step);
    passed.push(place);
  }
  return place.x - place.y + passed.length;
}

export const numbers_unknown = () => numbers(200000, 7, 1000003, 1.5);
export const text_unknown = () => text(20000, "row", ", ");
export const collections_unknown = () => collections(50000, ["alpha", "beta", "gamma", "delta", "epsilon"], {});
export const methods_unknown = () => methods(100000, 3, 4);
export const instances_unknown = () => instances(20000, 3, 4);

function made(tag, attributes, children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

export function table(rows) {
  const lines = rows.map((row) =>
    made("tr", { "data-id": row.id }, [
      made("td", {}, [row.id]),
      made("td", { class: "name" }, [row.name]),
      made("td", { class: row.price < 500 ? "price" : "price high" }, [row.price.toFixed(2)]),
    ]),
  );
  return made("table", { class: "table" }, [made("tbody", {}, lines)]);
}
