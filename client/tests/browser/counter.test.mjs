// The counter, counted.

import assert from "node:assert/strict";

import { usingApp } from "./harness/app.mjs";

usingApp({ app: "counter" }, ({ visit, origin }) => {
  visit("the document has the count before any script runs", async (visitor) => {
    const response = await visitor.page.request.get(`${origin()}/`);
    assert.match(await response.text(), /<output[^>]*data-role="count"[^>]*>0<\/output>/);
  });

  visit("a click asks the server and shows its answer", async (visitor) => {
    await visitor.open(`${origin()}/`);
    const up = visitor.page.getByRole("button", { name: "Count up" });
    const down = visitor.page.getByRole("button", { name: "Count down" });
    assert.equal(await down.isDisabled(), true);

    await up.click();
    await visitor.sees(visitor.role("count"), /^1$/);
    await up.click();
    await visitor.sees(visitor.role("count"), /^2$/);
    assert.equal(await down.isDisabled(), false);

    await down.click();
    await visitor.sees(visitor.role("count"), /^1$/);
  });
});

usingApp({ app: "counter", kind: "static" }, ({ visit, origin }) => {
  visit("without a server the page says so", async (visitor) => {
    await visitor.open(`${origin()}/`);
    visitor.forgive(/__sprag__\/actions/);
    await visitor.page.getByRole("button", { name: "Count up" }).click();
    await visitor.sees(visitor.role("message"), /SPRAG|server/);
    await visitor.sees(visitor.role("count"), /^0$/);
  });
});
