// A route that tells what serves it: which process, with which code.

import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

const FILES = {
  "__init__.py": "",
  "page.py": `from sprag import page

from .server import ProbeController
from .web import ProbeScreen

probe = page(path="/probe", controller=ProbeController, screen=ProbeScreen)
`,
  "server.py": `import os

import gevent
from sprag import Controller, action

WORD = "first"


class ProbeController(Controller):
    def load(self):
        gevent.sleep(float(self.request.query.get("sleep", 0)))
        return {"pid": os.getpid(), "word": WORD, "public": os.environ.get("SPRAG_PUBLIC_WORD", "unset")}

    @action()
    def ring(self):
        self.emit_socket("rung", {"word": WORD}, topic="room")
`,
  "web.py": `from sprag import Screen, hydrate, ui

from .components import Tag


class ProbeScreen(Screen):
    def render(self, data):
        return ui.main(
            ui.p("pid {pid} word {word} public {public}".format(**data), id="facts"),
            hydrate(Tag()),
        )
`,
  "components.py": `from sprag import Component, ui


class Tag(Component):
    def render(self, props=None):
        return ui.p("tag one", id="tag")
`,
};

/** Adds the route \`/probe\` to the app at \`root\`. */
export async function addProbe(root) {
  const folder = path.join(root, "app/routes/probe");
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(FILES)) {
    await writeFile(path.join(folder, name), text);
  }
}

/** What the route's document says. */
export function facts(document) {
  const found = /pid (?<pid>\d+) word (?<word>\w+) public (?<public>\w+)/.exec(document);
  if (!found) {
    throw new Error(`the document has no facts:\n${document}`);
  }
  return { ...found.groups };
}
