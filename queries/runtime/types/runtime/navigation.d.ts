/** The part of the framework's `runtime/navigation.js` that the browser runtime uses. */
export function createNavigationRuntime(options: { manifest: any; surface: any }): { basePrefix: string };
