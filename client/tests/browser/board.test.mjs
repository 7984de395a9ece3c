// The board, used by people.

import assert from "node:assert/strict";

import { usingApp } from "./harness/app.mjs";

/** The cards of a column, from top to bottom. */
function cardsIn(visitor, column) {
  return visitor.page.locator(`[data-column='${column}'] h3`).allInnerTexts();
}

function button(visitor, label) {
  return visitor.page.getByRole("button", { name: label });
}

async function addCard(visitor, title, points) {
  await visitor.page.getByLabel("Title").fill(title);
  await visitor.page.getByLabel("Points").fill(String(points));
  await button(visitor, "Add card").click();
}

/** Waits until a column has a card, or has it no more. */
async function cardIs(visitor, title, column) {
  await visitor.until(
    ([text, wanted]) => {
      const cards = [...document.querySelectorAll("[data-card]")];
      const found = cards.find((card) => card.querySelector("h3").textContent === text);
      return (found?.dataset.column ?? null) === wanted;
    },
    [title, column],
  );
}

async function signIn(visitor) {
  await visitor.page.getByLabel("Name").fill("grace");
  await visitor.page.getByLabel("Password").fill("compiler");
  await button(visitor, "Sign in").click();
}

usingApp({ app: "board" }, ({ visit, origin }) => {
  visit("the home page leads to a board and back", async (visitor) => {
    await visitor.open(`${origin()}/`);
    await visitor.sees(visitor.page.locator("main"), "2 boards, live for everyone who looks.");
    await visitor.page.getByRole("link", { name: "Open Autumn launch" }).click();
    await visitor.sees(visitor.page.locator("h1"), "Autumn launch");
    await visitor.alive();
    assert.equal(await visitor.page.title(), "Autumn launch · Board");
    await visitor.page.getByRole("link", { name: "Board", exact: true }).click();
    await visitor.sees(visitor.page.locator("h1"), "Boards");
  });

  visit("cards are ordered by weight, with helpers and class attributes of other files", async (visitor) => {
    await visitor.open(`${origin()}/boards/website`);
    assert.deepEqual(await cardsIn(visitor, "todo"), ["Draw a diagram of the whole system"]);
    const first = visitor.page.locator("section.panel").first();
    await visitor.sees(first, "1 card · 8 points");
    assert.match(await first.getAttribute("class"), /\bsunken\b/);
    assert.equal(await visitor.page.getByRole("img", { name: "Barbara Liskov" }).first().innerText(), "BL");
  });

  visit("the form says what is wrong and keeps what was typed", async (visitor) => {
    await visitor.open(`${origin()}/boards/launch`);
    await addCard(visitor, "ab", 20);
    await visitor.sees(visitor.role("error-title"), "Three letters or more.");
    await visitor.sees(visitor.role("error-points"), "Between 1 and 13.");
    assert.equal(await visitor.page.getByLabel("Title").inputValue(), "ab");
    assert.equal(await visitor.page.getByLabel("Points").inputValue(), "20");
  });

  visit("a new card appears for everybody, and moves for everybody", async (ann, more) => {
    const bob = await more();
    await ann.open(`${origin()}/boards/launch`);
    await bob.open(`${origin()}/boards/launch`);
    await bob.until(() => document.querySelectorAll("[data-card]").length > 0);
    // Bob's page has to have joined the board's topic before Ann writes.
    await bob.page.waitForTimeout(1000);

    await addCard(ann, "Order the cake", 3);
    await cardIs(ann, "Order the cake", "todo");
    await ann.sees(ann.page.locator("main"), "Added “Order the cake”.");
    assert.equal(await ann.page.getByLabel("Title").inputValue(), "");
    await cardIs(bob, "Order the cake", "todo");

    await button(bob, "Move forward: Order the cake").click();
    await cardIs(bob, "Order the cake", "doing");
    await cardIs(ann, "Order the cake", "doing");

    await button(ann, "Move forward: Order the cake").click();
    await cardIs(ann, "Order the cake", "done");
    assert.equal(await ann.role("confetti").count(), 1, "the vendored module throws confetti");
    await ann.screenshot("board_moved");
    await cardIs(bob, "Order the cake", "done");
  });

  visit("a live change leaves alone what somebody types", async (ann, more) => {
    const bob = await more();
    await ann.open(`${origin()}/boards/website`);
    await bob.open(`${origin()}/boards/website`);
    await bob.page.waitForTimeout(1000);
    await bob.page.getByLabel("Title").fill("half a thou");
    await addCard(ann, "Answer the mail", 2);
    await cardIs(bob, "Answer the mail", "todo");
    assert.equal(await bob.page.getByLabel("Title").inputValue(), "half a thou");
  });

  visit("the filter narrows the cards while somebody types", async (visitor) => {
    await visitor.open(`${origin()}/boards/launch`);
    await visitor.page.getByLabel("Find cards").pressSequentially("GUIDE setup");
    await visitor.until(() => document.querySelectorAll("[data-card]").length === 1);
    await cardIs(visitor, "Translate the setup guide", "doing");
    await visitor.page.getByLabel("Find cards").fill("");
    await visitor.until(() => document.querySelectorAll("[data-card]").length > 3);
    await visitor.page.locator("[role='search'] select").selectOption("Alan Kay");
    await visitor.until(() =>
      [...document.querySelectorAll("[data-card] .avatar")].every((avatar) => avatar.textContent === "AK"),
    );
  });

  visit("an element of a keyed list stays the same when others come and go", async (visitor) => {
    await visitor.open(`${origin()}/boards/launch`);
    await visitor.page.evaluate(() => {
      document.querySelector("[data-card='launch-3']").marked = true;
    });
    await addCard(visitor, "Book a room", 13);
    await cardIs(visitor, "Book a room", "todo");
    assert.equal(await visitor.page.evaluate(() => document.querySelector("[data-card='launch-3']").marked), true);
  });

  visit("a file is sent and listed", async (visitor) => {
    await visitor.open(`${origin()}/boards/launch`);
    await visitor.page
      .locator("input[type='file']")
      .setInputFiles({ name: "plan.txt", mimeType: "text/plain", buffer: Buffer.from("first, then second") });
    await button(visitor, "Attach").click();
    await visitor.sees(visitor.role("files"), "plan.txt (18 bytes)");
  });

  visit("only who is signed in may remove a card", async (visitor) => {
    await visitor.open(`${origin()}/boards/launch`);
    visitor.forgive(/401/);
    await button(visitor, "Remove: Choose a date").click();
    await visitor.sees(visitor.page.locator("main"), "Authentication required.");

    await visitor.page.getByRole("link", { name: "Account" }).click();
    await visitor.page.waitForURL(/\/login/);
    await visitor.alive();
    await button(visitor, "Sign in").click();
    await visitor.sees(visitor.role("error-password"), "This is needed.");
    await visitor.page.getByLabel("Name").fill("grace");
    await visitor.page.getByLabel("Password").fill("guess");
    await button(visitor, "Sign in").click();
    await visitor.sees(visitor.role("status"), "That name and password do not go together.");
    await signIn(visitor);
    await visitor.page.waitForURL(/\/account/);
    await visitor.sees(visitor.role("who"), "Signed in as Grace Hopper");
    await visitor.screenshot("board_account_signed_in");

    await visitor.open(`${origin()}/boards/launch`);
    await button(visitor, "Remove: Choose a date").click();
    await cardIs(visitor, "Choose a date", null);

    await visitor.open(`${origin()}/account`);
    await button(visitor, "Sign out").click();
    await visitor.page.waitForURL(/\/login/);
    await visitor.open(`${origin()}/account`);
    assert.match(visitor.page.url(), /\/login/);
  });

  visit("the mount is driven by its provider", async (visitor) => {
    await visitor.open(`${origin()}/focus`);
    await visitor.sees(visitor.role("time"), "00:00");
    await button(visitor, "Translate the setup guide").click();
    await visitor.sees(visitor.page.locator("h2").first(), "Translate the setup guide");
    // The unit is a default of the provider's constructor.
    await visitor.sees(visitor.role("status"), "One second after the other.");
    await button(visitor, "Skip a minute").click();
    await visitor.sees(visitor.role("time"), "01:00");
    await visitor.role("switch").click();
    await visitor.sees(visitor.role("time"), /01:0[2-9]/);
    await button(visitor, "Pause").click();
    await visitor.sees(visitor.role("switch"), "Start");
    await visitor.screenshot("board_focus_used");
  });

  visit("an address that no board has is answered by a page", async (visitor) => {
    visitor.forgive(/.*/);
    await visitor.page.goto(`${origin()}/boards/nothing`);
    await visitor.sees(visitor.page.locator("h1"), "No such board");
  });
});

for (const kind of ["full", "static"]) {
  usingApp({ app: "board", kind }, ({ visit, origin }) => {
    visit("the feed grows as somebody scrolls", async (visitor) => {
      await visitor.open(`${origin()}/activity`);
      await visitor.sees(visitor.role("shown"), "20 of 120 entries");
      await visitor.page.mouse.move(600, 400);
      for (const shown of ["40", "60"]) {
        await visitor.page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
        await visitor.sees(visitor.role("shown"), `${shown} of 120`);
        await visitor.page.evaluate(() => window.scrollTo(0, 0));
        await visitor.settle();
      }
      assert.equal(await visitor.page.locator(".entry").count(), 60);
    });

    visit("the archive draws only what can be seen", async (visitor) => {
      await visitor.open(`${origin()}/archive`);
      const list = visitor.page.locator(".archive-list");
      await visitor.sees(list, "#1\n");
      // The page's own stylesheet holds under the app's shell.
      assert.equal(await list.evaluate((element) => getComputedStyle(element).overflowY), "auto");
      for (let step = 0; step < 12; step += 1) {
        await list.evaluate((element) => element.scrollBy(0, 1200));
        await visitor.page.waitForTimeout(80);
      }
      await visitor.until(() => {
        const numbers = [...document.querySelectorAll(".archive-row span:first-child")];
        return numbers.some((number) => Number(number.textContent.slice(1)) > 200);
      });
      const rows = await visitor.page.locator(".archive-row").count();
      assert.ok(rows > 0 && rows <= 240, `${rows} of 5000 rows are in the page`);
    });

    visit("the handbook is read from chapter to chapter", async (visitor) => {
      await visitor.open(`${origin()}/handbook`);
      await visitor.page.getByRole("link", { name: "Read Estimates" }).click();
      await visitor.sees(visitor.page.locator("article h1"), "Estimates");
      await visitor.sees(visitor.page.locator("article table"), "split it");
      await visitor.page.getByRole("navigation", { name: "Chapters" }).getByRole("link", { name: "Monday" }).click();
      await visitor.sees(visitor.page.locator("article h1"), "Monday");
      assert.match(visitor.page.url(), /\/handbook\/rituals\/monday\/?$/);
    });
  });
}
