//! How costs grow with the size of an app, as a picture: both axes are logarithmic.

use std::fmt::Write;

/// What is drawn of the table: the rest is told by the figures.
const SERIES: [(&str, &str, &str); 7] = [
    ("the framework's own build", "framework's own build, on every save", "#b45309"),
    ("cold, pages not rendered", "cold build", "#64748b"),
    ("one method edited, no daemon", "one method edited, no daemon", "#9333ea"),
    ("a page's data edited, page rendered again", "page rendered again", "#0f766e"),
    ("one method edited", "one method edited", "#2563eb"),
    (
        "one method edited, watched, until it is on the disk",
        "one method edited, watched",
        "#db2777",
    ),
    ("nothing changed", "nothing changed", "#16a34a"),
];

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 440.0;
/// Room for the axes, and for the names of the curves on the right.
const LEFT: f64 = 64.0;
const RIGHT: f64 = 230.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 48.0;

#[derive(Default)]
pub(crate) struct Chart {
    points: Vec<(&'static str, usize, f64)>,
}

/// The powers of ten around all points.
struct Scale {
    least: (f64, f64),
    most: (f64, f64),
}

impl Chart {
    /// The median in milliseconds of something at a size.
    pub(crate) fn add(&mut self, what: &'static str, classes: usize, milliseconds: f64) {
        if milliseconds > 0.0 && SERIES.iter().any(|(name, ..)| *name == what) {
            self.points.push((what, classes, milliseconds));
        }
    }

    pub(crate) fn svg(&self) -> String {
        let scale = Scale::around(&self.points);
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
             font-family=\"system-ui, sans-serif\" font-size=\"13\" role=\"img\" \
             aria-label=\"Milliseconds by classes\">\n\
             <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"
        );
        scale.draw(&mut svg);
        let mut named: Vec<f64> = Vec::new();
        for (what, label, color) in SERIES {
            let points: Vec<_> = self.points.iter().filter(|point| point.0 == what).collect();
            let Some(&&(_, classes, milliseconds)) = points.last() else { continue };
            let places = points.iter().map(|point| scale.place(point.1, point.2));
            let places: Vec<_> = places.map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
            let path = places.join(" ");
            let _ = writeln!(
                svg,
                "<polyline points=\"{path}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2.5\"/>"
            );
            for place in &places {
                let (x, y) = place.split_once(',').unwrap_or_default();
                let _ = writeln!(svg, "<circle cx=\"{x}\" cy=\"{y}\" r=\"3.5\" fill=\"{color}\"/>");
            }
            let (x, y) = scale.place(classes, milliseconds);
            let y = apart(&mut named, y);
            let _ = writeln!(
                svg,
                "<text x=\"{:.1}\" y=\"{:.1}\" fill=\"{color}\">{}</text>",
                x + 10.0,
                y + 4.0,
                label.replace('&', "&amp;")
            );
        }
        svg.push_str("</svg>\n");
        svg
    }
}

/// A height near `y` at which no other name stands.
fn apart(named: &mut Vec<f64>, y: f64) -> f64 {
    let mut free = y;
    while named.iter().any(|other| (other - free).abs() < 16.0) {
        free += 4.0;
    }
    named.push(free);
    free
}

impl Scale {
    fn around(points: &[(&str, usize, f64)]) -> Self {
        let sizes = points.iter().map(|point| (point.1 as f64).log10());
        let costs = points.iter().map(|point| point.2.log10());
        let least = |values: &mut dyn Iterator<Item = f64>| values.fold(f64::MAX, f64::min).floor();
        let most = |values: &mut dyn Iterator<Item = f64>| values.fold(f64::MIN, f64::max).ceil();
        Self {
            least: (least(&mut sizes.clone()), least(&mut costs.clone())),
            most: (most(&mut sizes.clone()), most(&mut costs.clone())),
        }
    }

    fn place(&self, classes: usize, milliseconds: f64) -> (f64, f64) {
        let part = |value: f64, least: f64, most: f64| (value.log10() - least) / (most - least);
        let x = part(classes as f64, self.least.0, self.most.0);
        let y = part(milliseconds, self.least.1, self.most.1);
        (LEFT + x * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - y * (HEIGHT - TOP - BOTTOM))
    }

    /// Axes with a line for each power of ten.
    fn draw(&self, svg: &mut String) {
        let (right, bottom) = (WIDTH - RIGHT, HEIGHT - BOTTOM);
        let powers =
            |least: f64, most: f64| (least as i32..=most as i32).map(|power| 10f64.powi(power));
        for cost in powers(self.least.1, self.most.1) {
            let (_, y) = self.place(1, cost);
            let label =
                if cost < 1000.0 { format!("{cost} ms") } else { format!("{} s", cost / 1e3) };
            let _ = writeln!(
                svg,
                "<line x1=\"{LEFT}\" y1=\"{y:.1}\" x2=\"{right}\" y2=\"{y:.1}\" stroke=\"#e2e8f0\"/>\
                 <text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"#475569\">{label}</text>",
                LEFT - 8.0,
                y + 4.0
            );
        }
        for size in powers(self.least.0, self.most.0) {
            let (x, _) = self.place(size as usize, 1.0);
            let _ = writeln!(
                svg,
                "<line x1=\"{x:.1}\" y1=\"{TOP}\" x2=\"{x:.1}\" y2=\"{bottom}\" stroke=\"#e2e8f0\"/>\
                 <text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill=\"#475569\">{size}</text>",
                bottom + 18.0
            );
        }
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill=\"#475569\">browser classes</text>",
            (LEFT + right) / 2.0,
            HEIGHT - 10.0
        );
    }
}
