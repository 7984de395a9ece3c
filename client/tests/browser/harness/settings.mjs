// What `cargo xtask test` says about where things are. Every variable is needed; none is guessed.

function setting(name) {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set; run these tests with: cargo xtask test --only browser`);
  }
  return value;
}

/** Sources of the apps: `<apps>/<name>`. */
export const apps = setting("SPRAG_TEST_APPS");
/** What was built: `<dist>/<name>/full` and `<dist>/<name>/static`. */
export const dist = setting("SPRAG_TEST_DIST");
/** The compiled component corpus, as `queries/tests/components.rs` left it. */
export const components = setting("SPRAG_TEST_COMPONENTS");
/** The compiled conformance corpus, as `queries/tests/conformance.rs` left it. */
export const conformance = setting("SPRAG_TEST_CONFORMANCE");
export const screenshots = setting("SPRAG_TEST_SCREENSHOTS");
/** An interpreter that has what a `dist/requirements.txt` asks for, and no build tool. */
export const servePython = setting("SPRAG_TEST_SERVE_PYTHON");
/** The program under test. */
export const sprag = setting("SPRAG_TEST_SPRAG");
/** An interpreter that has the framework. */
export const buildPython = setting("SPRAG_TEST_PYTHON");
export const chromium = setting("SPRAG_TEST_CHROMIUM");

export const appNames = setting("SPRAG_TEST_APP_NAMES").split(",");
