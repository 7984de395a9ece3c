/** What browser code reaches of the page's JavaScript: `imports`. `browser` is `window` itself. */

/**
 * `imports.alias`: the JavaScript that `page(modules=…)` or `mount(modules=…)` declares. Looked up when
 * it is read, because the framework loads it after the modules of the page are evaluated.
 * @type {Record<string, any>}
 */
export const imports = new Proxy(Object.create(null), {
  get: (_, alias) => Reflect.get(Reflect.get(window, "__SPRAG_IMPORTS__") ?? {}, alias) ?? null,
  has: (_, alias) => Reflect.has(Reflect.get(window, "__SPRAG_IMPORTS__") ?? {}, alias),
});
