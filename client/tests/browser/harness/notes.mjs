// The app whose files the tests of `sprag dev` edit while its pages are open.

import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const NOTES = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "dev", "notes");
export const COMPONENTS = "app/routes/notes/components.py";
export const MODULES = "app/routes/notes/modules.py";
export const SERVER = "app/routes/notes/server.py";
export const WEB = "app/routes/notes/web.py";
export const WORDS = "app/words.py";
export const STORES = "app/stores.py";
export const SHELL_STYLE = "app/shell.css";
export const OTHER = "app/routes/other/page.py";

const EDITED = [WORDS, STORES, SHELL_STYLE, COMPONENTS, MODULES, SERVER, WEB, OTHER];

/** Gives the app the files that it had. */
export async function restoreNotes(dev) {
  for (const file of EDITED) {
    const text = await readFile(path.join(NOTES, file), "utf8");
    if (text !== (await dev.read(file))) {
      await dev.write(file, text);
    }
  }
}
