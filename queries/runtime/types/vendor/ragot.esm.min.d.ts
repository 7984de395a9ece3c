/**
 * The part of Ragot that the browser runtime uses, its protected fields included.
 * The library itself comes from the app's own Python environment and is never kept here.
 */

export type Dict = Record<string, any>;
type Fn = (...args: any[]) => any;

export interface Lifecycle {
  _cleanups: Fn[];
  addCleanup(cleanup: Fn): () => boolean;
  teardown(label: string): void;
}

interface Owner {
  state: any;
  refs?: Dict;
  element: any;
  _isMounted: boolean;
  _lc: Lifecycle;
  onStart(): any;
  onStop(): any;
  on(target: any, type: string, handler: Fn, options?: any): this;
  off(target: any, type: string, handler: Fn): this;
  emit(event: string, data?: any): this;
  timeout(callback: Fn, milliseconds: number): any;
  interval(callback: Fn, milliseconds: number): any;
  addCleanup(cleanup: Fn): any;
  adopt(child: any, options?: Dict): any;
}

export class Module implements Owner {
  constructor(state?: Dict);
  state: any;
  element: any;
  _isMounted: boolean;
  _lc: Lifecycle;
  onStart(): any;
  onStop(): any;
  start(): this;
  stop(): this;
  setState(partial: Dict): any;
  watchState(fn: Fn, options?: Dict): () => any;
  subscribe(source: any, fn?: any, options?: Dict): any;
  on(target: any, type: string, handler: Fn, options?: any): this;
  off(target: any, type: string, handler: Fn): this;
  listen(event: string, handler: Fn): any;
  emit(event: string, data?: any): this;
  timeout(callback: Fn, milliseconds: number): any;
  interval(callback: Fn, milliseconds: number): any;
  addCleanup(cleanup: Fn): any;
  adopt(child: any, options?: Dict): any;
  adoptComponent(component: any, options?: Dict): any;
  onSocket(...args: any[]): any;
  offSocket(...args: any[]): any;
}

export class Component implements Owner {
  constructor(state?: Dict);
  state: any;
  element: any;
  refs: Dict;
  _isMounted: boolean;
  _renderQueued: boolean;
  _renderRafId: number | null;
  _lc: Lifecycle;
  onStart(): any;
  onStop(): any;
  render(props?: any): any;
  setState(partial: Dict): any;
  setStateSync(partial: Dict): any;
  _performUpdate(): void;
  mount(parent: any): any;
  mountBefore(sibling: any): any;
  unmount(): any;
  on(target: any, type: string, handler: Fn, options?: any): this;
  off(target: any, type: string, handler: Fn): this;
  listen(event: string, handler: Fn): any;
  emit(event: string, data?: any): this;
  timeout(callback: Fn, milliseconds: number): any;
  interval(callback: Fn, milliseconds: number): any;
  addCleanup(cleanup: Fn): any;
  adopt(child: any, options?: Dict): any;
}

export class VirtualScroller extends Component {
  constructor(options: Dict);
  reset(): void;
  getDebugState(): Dict;
}

export const bus: { on(event: string, handler: Fn): () => void; emit(event: string, data?: any): void };
export const ragotRegistry: { require(name: string): any };

export function createElement(tag: string, options: Dict | null, ...children: any[]): Element;
export function createLazyLoader(owner: any, options: Dict): { refresh(): void; destroy(): void };
export function createInfiniteScroll(owner: any, options: Dict): { reset(): void; destroy(): void };
export function morphDOM(old: Node, fresh: Node): Node;
export function renderList(
  container: Element,
  items: any[],
  key: Fn,
  render: Fn,
  update: Fn | undefined,
  options?: Dict,
): void;
export function animateIn(element: any, activeClass?: string): void;
export function animateOut(element: any, activeClass?: string, remove?: boolean): Promise<void>;
export function $(selector: string, parent?: any): any;
export function $$(selector: string, parent?: any): any[];
export function append(parent: any, ...children: any[]): any;
export function prepend(parent: any, ...children: any[]): any;
export function insertBefore(parent: any, node: any, reference: any): any;
export function remove(element: any): any;
export function batchAppend(parent: any, children: any): Promise<void>;
export function clear(element: any): void;
export function clearPool(key?: string): void;
export function css(element: any, styles: Dict): any;
export function attr(element: any, attributes: Dict): any;
export function createIcon(svg: string, className?: string): any;
export function show(element: any): any;
export function hide(element: any): any;
export function toggle(element: any, force?: boolean): any;
