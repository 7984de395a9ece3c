//! What builds cost, beside the least that the same can cost in the same run: one table.
//!
//! `cargo build --release -p client && cargo bench -p benches --bench builds`; `-- --quick` keeps to small
//! apps and takes less than two minutes, `-- --largest CLASSES` leaves out larger ones, and `-- --chart FILE` draws
//! the growth with the size of the app. `SPRAG_TEST_PYTHON` names an interpreter with the framework. Where nothing
//! else is said, a figure is from the start of a client to its exit. What a build wrote is checked, so that no figure
//! gets better by being wrong.

mod app;
mod chart;
mod floors;

use anyhow::{Context, Result, bail};
use app::Bench;
use benches::{CLASSES_PER_ROUTE, Spread};
use chart::Chart;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

/// What is measured, at which sizes.
struct Plan {
    /// Routes of each app.
    sizes: Vec<usize>,
    /// Measurements of what is fast; of what looks at the whole project there are fewer.
    rounds: usize,
    chart: Option<PathBuf>,
}

/// From so many routes on, pages are not rendered: Python alone would take minutes.
const LARGEST_RENDERED: usize = 2_500;

/// The framework's own build takes 50 to 75 ms for each class, whatever changed.
const LARGEST_PEER: usize = 250;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(socket) = floors::socket_of(&arguments) {
        return floors::do_nothing(socket);
    }
    let plan = Plan::of(&arguments)?;
    let folder = std::env::temp_dir().join(format!("sprag-bench-{}", std::process::id()));
    println!("| classes | what | p50 ms | p90 ms | p99 ms | times the floor |");
    println!("|---:|---|---:|---:|---:|---:|");
    let mut table = Table::default();
    let outcome = plan.sizes.iter().try_for_each(|&routes| {
        let bench = Bench::new(routes, &folder)?;
        let measured = measure(&bench, &plan, &mut table);
        bench.end()?;
        measured
    });
    fs::remove_dir_all(&folder).ok();
    outcome?;
    if let Some(path) = &plan.chart {
        fs::write(path, table.chart.svg()).with_context(|| format!("{}", path.display()))?;
    }
    Ok(())
}

impl Plan {
    fn of(arguments: &[String]) -> Result<Self> {
        let sizes = vec![2, 25, 250, 2_500, 25_000];
        let mut plan = Self { sizes, rounds: 300, chart: None };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                // What cargo says to every benchmark.
                "--bench" => {}
                "--quick" => (plan.sizes, plan.rounds) = (vec![2, 25], 50),
                "--largest" => {
                    let classes: usize = arguments.next().context("how many classes?")?.parse()?;
                    plan.sizes.retain(|routes| routes * CLASSES_PER_ROUTE <= classes);
                }
                "--chart" => plan.chart = arguments.next().map(PathBuf::from),
                other => bail!("{other} is none of --quick, --largest CLASSES and --chart FILE"),
            }
        }
        Ok(plan)
    }
}

/// Builds of one app.
fn measure(bench: &Bench, plan: &Plan, table: &mut Table) -> Result<()> {
    let classes = bench.routes * CLASSES_PER_ROUTE;
    let slow = if bench.routes > 250 { 3 } else { plan.rounds.min(20) };
    table.classes = classes;

    let (cold, floor) = bench.cold(slow.min(5))?;
    table.add("floor: read, parse, print and write everything", &floor, None);
    table.add("cold, pages not rendered", &cold, Some(&floor));

    let nothing = floors::clients_that_do_nothing(&bench.folder, plan.rounds)?;
    table.add("floor: a client that does nothing", &nothing, None);
    let code = ["--no-prerender"];
    let alone = ["--no-prerender", "--no-daemon"];
    bench.warm(&code)?;
    table.add("nothing changed", &bench.repeated(&code, plan.rounds)?, Some(&nothing));
    bench.rest()?;
    table.add("nothing changed, no daemon", &bench.repeated(&alone, slow)?, Some(&nothing));

    let least: Vec<_> = (0..plan.rounds).map(|edit| bench.least(edit)).collect::<Result<_>>()?;
    table.add("floor: save, read, parse and write one file", &least, None);
    bench.warm(&code)?;
    table.add("one method edited", &bench.method_edits(&code, plan.rounds)?, Some(&least));
    let watched = bench.watched_edits(plan.rounds)?;
    table.add("one method edited, watched, until it is on the disk", &watched, Some(&least));
    table.add("one method edited, no daemon", &bench.method_edits(&alone, slow)?, Some(&least));

    let walk: Vec<_> = (0..slow).map(|_| floors::walk(&bench.app)).collect::<Result<_>>()?;
    table.add("floor: list the app's files", &walk, None);
    bench.rest()?;
    let again: Vec<_> = (0..slow.min(5)).map(|_| bench.restarted()).collect::<Result<_>>()?;
    table.add("nothing changed, daemon started anew", &again, Some(&walk));

    if bench.routes <= LARGEST_RENDERED {
        rendered(bench, plan, slow, &least, table)?;
    }
    if bench.routes <= LARGEST_PEER {
        let rounds = if bench.routes > 25 { 1 } else { 3 };
        let peer: Vec<_> = (0..rounds).map(|_| bench.peer()).collect::<Result<_>>()?;
        table.add("the framework's own build", &peer, Some(&least));
    }
    Ok(())
}

/// Builds with pages.
fn rendered(
    bench: &Bench,
    plan: &Plan,
    slow: usize,
    least: &[Duration],
    table: &mut Table,
) -> Result<()> {
    bench.warm(&[])?;
    let rounds = if bench.routes > 250 { 20 } else { plan.rounds };
    table.add("one method edited, with pages", &bench.method_edits(&[], rounds)?, Some(least));
    let rounds = rounds.min(60);
    table.add(
        "a page's data edited, page rendered again",
        &bench.data_edits(&[], rounds)?,
        Some(least),
    );
    let alone = bench.data_edits(&["--no-daemon"], slow.min(5))?;
    table.add("a page's data edited, no daemon", &alone, Some(least));
    Ok(())
}

/// Prints each row as soon as it is known.
#[derive(Default)]
struct Table {
    classes: usize,
    chart: Chart,
}

impl Table {
    fn add(&mut self, what: &'static str, durations: &[Duration], floor: Option<&[Duration]>) {
        let spread = Spread::new(durations.to_vec());
        let milliseconds = |percent| spread.percentile(percent).as_secs_f64() * 1e3;
        let ratio = floor.map_or(String::new(), |floor| {
            let floor = Spread::new(floor.to_vec()).percentile(50).as_secs_f64() * 1e3;
            format!("{:.1}", milliseconds(50) / floor)
        });
        let figures = [50, 90, 99].map(|percent| format!("{:.2}", milliseconds(percent)));
        println!("| {} | {what} | {} | {ratio} |", self.classes, figures.join(" | "));
        self.chart.add(what, self.classes, milliseconds(50));
    }
}
