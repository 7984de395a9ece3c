// What is registered on a page: listeners of what is in it, and intervals. For counting before and after saves.

/** Runs in the page before any of its scripts. */
export function countRegistrations() {
  const listeners = new Map();
  const intervals = new Set();
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const { setInterval, clearInterval } = window;
  const of = (target, type, options) => {
    const key = `${type} ${options === true || Boolean(options?.capture)}`;
    if (!listeners.has(target)) {
      listeners.set(target, new Map());
    }
    const types = listeners.get(target);
    if (!types.has(key)) {
      types.set(key, new Set());
    }
    return types.get(key);
  };

  EventTarget.prototype.addEventListener = function (type, listener, options) {
    of(this, type, options).add(listener);
    return addEventListener.call(this, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    of(this, type, options).delete(listener);
    return removeEventListener.call(this, type, listener, options);
  };
  window.setInterval = (...args) => {
    const id = setInterval(...args);
    intervals.add(id);
    return id;
  };
  window.clearInterval = (id) => {
    intervals.delete(id);
    clearInterval(id);
  };
  window.countedRegistrations = { listeners, intervals };
}

/** Runs in the page: how many there are now. */
export function registrations() {
  const { listeners, intervals } = window.countedRegistrations;
  let count = 0;
  for (const [target, types] of listeners) {
    const isGone = target instanceof Node && !target.isConnected;
    const isOurs = target instanceof HTMLLinkElement;
    if (!isGone && !isOurs) {
      types.forEach((each) => (count += each.size));
    }
  }
  return { listeners: count, intervals: intervals.size };
}
