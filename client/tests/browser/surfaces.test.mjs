// Every surface of every app opens without an error, in each way an app is served.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { serveFull, serveStatic } from "./harness/servers.mjs";
import { appNames } from "./harness/settings.mjs";
import { surfaces } from "./harness/surfaces.mjs";
import { newVisitor, openBrowser } from "./harness/visit.mjs";

const WAYS = [
  { name: "server", kind: "full", serve: serveFull, address: (surface) => surface.path },
  { name: "static", kind: "static", serve: serveStatic, address: (surface) => surface.output },
  {
    name: "prefixed",
    kind: "static",
    serve: (app) => serveStatic(app, "/team/site"),
    address: (surface) => surface.output,
  },
];

for (const way of WAYS) {
  for (const app of appNames) {
    describe(`${app} by ${way.name}`, () => {
      let browser;
      let server;

      before(async () => {
        [browser, server] = await Promise.all([openBrowser(), way.serve(app)]);
      });

      after(async () => {
        await browser?.close();
        await server?.stop();
      });

      it("opens every surface", async (test) => {
        for (const surface of await surfaces(app, way.kind)) {
          await test.test(surface.path, async () => {
            const visitor = await newVisitor(browser);
            try {
              await visitor.open(server.origin + way.address(surface));
              const text = await visitor.page.locator("body").innerText();
              assert.ok(surface.isList || text.trim().length > 0, "the page is empty");
              assert.doesNotMatch(text, /SPRAG render error|Boot failed/);
              if (way.name === "server" && ["counter", "symmetry", "board"].includes(app)) {
                const name = surface.path.replaceAll("/", "_").replace(/^_$/, "_index");
                await visitor.screenshot(`${app}${name}`);
              }
              visitor.assertQuiet();
            } finally {
              await visitor.leave();
            }
          });
        }
      });
    });
  }
}
