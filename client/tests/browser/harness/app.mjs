// An app that is served while a group of tests uses it.

import { after, before, describe, it } from "node:test";

import { serveFull, serveStatic } from "./servers.mjs";
import { newVisitor, newVisitorBeside, openBrowser } from "./visit.mjs";

/**
 * Tests that use one app, served by its own server or as files.
 *
 * @param {{app: string, kind?: "full" | "static"}} what
 * @param {(used: {
 *   visit: (promise: string, steps: (visitor: any, more: () => Promise<any>) => Promise<void>) => void,
 *   origin: () => string,
 * }) => void} tests
 */
export function usingApp({ app, kind = "full" }, tests) {
  describe(`${app}, ${kind}`, () => {
    let browser;
    let server;

    before(async () => {
      const serve = kind === "full" ? serveFull : serveStatic;
      [browser, server] = await Promise.all([openBrowser(), serve(app)]);
    });

    after(async () => {
      await browser?.close();
      await server?.stop();
    });

    /** A test with a visitor of its own; `more` brings another. Nothing may go wrong for any of them. */
    function visit(promise, steps) {
      it(promise, async () => {
        const visitors = [await newVisitor(browser)];
        const more = async () => {
          visitors.push(await newVisitorBeside());
          return visitors.at(-1);
        };
        try {
          await steps(visitors[0], more);
          for (const visitor of visitors) {
            visitor.assertQuiet();
          }
        } catch (error) {
          const reports = visitors.map((visitor) => visitor.report()).join("");
          throw new Error(`${error.message}${reports}`, { cause: error });
        } finally {
          await Promise.all(visitors.map((visitor) => visitor.leave()));
        }
      });
    }

    tests({ visit, origin: () => server.origin });
  });
}
