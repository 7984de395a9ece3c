/**
 * Classes with several bases. JavaScript's `super` means the next link of the chain that a method's class
 * stands in, whatever the instance; Python's means the next class in the order of the instance's own
 * class. So the links between classes that some class brings together become dispatchers, which go on
 * along that order. All other classes keep JavaScript's plain chain.
 */

import { placed } from "./calling.js";
import { PyObject } from "./classes.js";
import { TypeError } from "./errors.js";
import { nameOf } from "./kinds.js";
import { BASES, basesOf, linkOf, links, ORDER, orderOf } from "./lineage.js";

/** What `class C(A, B)` extends. @param {any[]} bases */
export function several(...bases) {
  const rest = merged(bases);
  // An instance is made by the one base that is not Python's: an exception, a browser class, a dict.
  const maker = bases.find((base) => !(base.prototype instanceof PyObject)) ?? bases[0];
  const between = { [nameOf(maker)]: class extends maker {} }[nameOf(maker)];
  Object.defineProperty(between, BASES, { value: bases });
  Object.defineProperty(between, ORDER, { value: rest });
  dispatch(between, between);
  rest.forEach((type, index) => {
    const isPlain = basesOf(type)[0] === rest[index + 1] || Object.hasOwn(linkOf(type), BASES);
    const isRoot = basesOf(type).length === 0 && !(type.prototype instanceof PyObject);
    if (!isPlain && !isRoot && !links.has(type)) dispatch(type, type);
  });
  return between;
}

/** What comes after a class with these bases: C3. @param {any[]} bases @returns {any[]} */
function merged(bases) {
  if (bases.length < 2) return bases.flatMap(orderOf);
  let lists = [...bases.map((base) => [...orderOf(base)]), [...bases]];
  const result = [];
  while ((lists = lists.filter((list) => list.length > 0)).length > 0) {
    const next = lists.map(([head]) => head).find((head) => !lists.some((list) => list.indexOf(head) > 0));
    if (next === undefined) {
      const names = bases.map(nameOf).join(", ");
      throw new TypeError(`Cannot create a consistent method resolution\norder (MRO) for bases ${names}`);
    }
    result.push(next);
    for (const list of lists) if (list[0] === next) list.shift();
  }
  return result;
}

/**
 * Tells the bases of a class that it is there: `__init_subclass__`, with the keywords of the class.
 * @param {any} type @param {Record<string, any>} keywords
 */
export function subclassed(type, keywords) {
  const given = Object.keys(keywords);
  const base = Object.getPrototypeOf(type);
  if (base.__init_subclass__ === PyObject.__init_subclass__) {
    if (given.length > 0) throw new TypeError(`${nameOf(type)}.__init_subclass__() takes no keyword arguments`);
    return;
  }
  const method = Reflect.get(base, "__init_subclass__", type);
  // A named tuple.
  if (method === undefined) return;
  method.call(type, ...placed(method, [], keywords));
}

/** Replaces what a class extends. @param {any} type @param {any} link by which the place in the order is found */
function dispatch(type, link) {
  const base = Object.getPrototypeOf(type);
  links.set(type, base);
  Object.setPrototypeOf(type.prototype, dispatcher(base, link, (self) => self.constructor, (owner) => owner.prototype));
  // Constructors go the plain way.
  Object.setPrototypeOf(type, dispatcher(base, link, (self) => self, (owner) => owner));
}

/**
 * A link that looks for a name in the classes after its own, in the order of the receiver's class.
 * @param {any} base what the link was
 * @param {any} link
 * @param {(self: any) => any} typeOf
 * @param {(owner: any) => any} side the instances' or the class's own members
 */
function dispatcher(base, link, typeOf, side) {
  const end = endOf(base, side);
  /** @type {WeakMap<any, any[]>} */
  const known = new WeakMap();
  /** @param {any} self @returns {any[]} */
  const after = (self) => {
    const type = typeOf(self);
    let rest = known.get(type);
    if (rest === undefined) {
      const order = orderOf(type);
      // A class that brings bases together is in no order: it stands where the class that extends it does.
      const place = order.includes(link) ? order.indexOf(link) : order.findIndex((owner) => linkOf(owner) === link);
      rest = order.slice(place + 1).map(side);
      known.set(type, rest);
    }
    return rest;
  };
  const former = side(base);
  /** @type {any} */
  const proxy = new Proxy(typeof former === "function" ? former : Object.create(former), {
    get(_, name, self) {
      // V8's `Object.prototype.toString` asks the link itself, of which no order is known.
      if (self === proxy) return Reflect.get(end, name);
      const owner = after(self).find((each) => Object.hasOwn(each, name));
      return Reflect.get(owner ?? end, name, self);
    },
    set(_, name, value, self) {
      const owner = after(self).find((each) => Object.hasOwn(each, name));
      const accessor = owner && Object.getOwnPropertyDescriptor(owner, name);
      if (accessor?.set || accessor?.get) return Reflect.set(owner, name, value, self);
      return Reflect.defineProperty(self, name, { value, configurable: true, enumerable: true, writable: true });
    },
    has: (_, name) => merged(basesOf(link)).some((owner) => Object.hasOwn(side(owner), name)) || Reflect.has(former, name),
  });
  return proxy;
}

/** Where the chain of Python's classes ends: `object`, or what the host has. @param {any} base @param {(owner: any) => any} side */
function endOf(base, side) {
  if (base === PyObject) return side(PyObject);
  const root = linkOf(orderOf(base).at(-1));
  return side(root) ?? Object.prototype;
}
