// What is registered on a page: listeners of what is in it, intervals, sockets and their topics. For counting before
// and after saves.

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

  const sockets = new Set();
  const topics = new Map();
  const { send } = WebSocket.prototype;
  window.WebSocket = class extends WebSocket {
    constructor(...args) {
      super(...args);
      sockets.add(this);
    }
  };
  WebSocket.prototype.send = function (text) {
    const { type, action, topic } = JSON.parse(text);
    if (type === "topic") {
      topics.set(topic, (topics.get(topic) ?? 0) + (action === "join" ? 1 : -1));
    }
    return send.call(this, text);
  };
  window.countedRegistrations = { listeners, intervals, sockets, topics };
}

/** Runs in the page: how many there are now. */
export function registrations() {
  const { listeners, intervals, sockets, topics } = window.countedRegistrations;
  let count = 0;
  for (const [target, types] of listeners) {
    const isGone = target instanceof Node && !target.isConnected;
    const isInOverlay = target instanceof Node && target.getRootNode().host?.dataset.spragDev === "overlay";
    const isOurs = target instanceof HTMLLinkElement || isInOverlay;
    if (!isGone && !isOurs) {
      types.forEach((each) => (count += each.size));
    }
  }
  const open = [...sockets].filter(({ readyState }) => readyState <= WebSocket.OPEN);
  return { listeners: count, intervals: intervals.size, sockets: open.length, topics: Object.fromEntries(topics) };
}
