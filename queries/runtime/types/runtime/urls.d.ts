/** The part of the framework's `runtime/urls.js` that the browser runtime uses. */
export function joinUrl(base: string, ...parts: (string | null)[]): string;
