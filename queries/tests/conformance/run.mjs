// Prints what the entries of an output tree give in Node, as JSON on the last line. Argument: the folder.
// The entries run in a thread of their own, so that one that does not end costs the others nothing.

import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { outcomes } from "./outcomes.mjs";

const LONGEST_MS = 60_000;

/** Runs the entries from `start` on until one does not end; tells how many have an outcome. */
function run(root, start, results) {
  return new Promise((resolve) => {
    const worker = new Worker(fileURLToPath(import.meta.url), {
      workerData: { root, start },
      resourceLimits: { maxOldGenerationSizeMb: 1024 },
    });
    let timer;
    const stop = (reason) => {
      clearTimeout(timer);
      results.push({ broken: reason });
      worker.terminate().then(resolve);
    };
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(stop, LONGEST_MS, "does not end");
    };
    wait();
    worker.on("message", (result) => {
      if (result === "end") {
        clearTimeout(timer);
        worker.terminate().then(resolve);
        return;
      }
      results.push(result.outcome);
      wait();
    });
    worker.on("error", (error) => stop(String(error)));
  });
}

if (isMainThread) {
  const [root] = process.argv.slice(2);
  const count = JSON.parse(readFileSync(`${root}/entries.json`, "utf8")).length;
  const results = [];
  while (results.length < count) await run(root, results.length, results);
  // What the entries left behind must not keep the process.
  process.stdout.write(`\n${JSON.stringify(results)}\n`, () => process.exit(0));
} else {
  const { root, start } = workerData;
  const entries = JSON.parse(readFileSync(`${root}/entries.json`, "utf8")).slice(start);
  const load = (path) => import(pathToFileURL(`${root}/${path}`).href);
  await outcomes(load, entries, (outcome) => parentPort.postMessage({ outcome }));
  parentPort.postMessage("end");
}
