//! What lowering knows of the standard library's members beside their names.

/// Whether a call of the member gives a float, whatever it is given.
pub(super) fn returns_float(module: &str, member: &str) -> bool {
    match module {
        "math" => matches!(
            member,
            "acos"
                | "acosh"
                | "asin"
                | "asinh"
                | "atan"
                | "atan2"
                | "atanh"
                | "cbrt"
                | "copysign"
                | "cos"
                | "cosh"
                | "degrees"
                | "dist"
                | "exp"
                | "exp2"
                | "expm1"
                | "fabs"
                | "fmod"
                | "fsum"
                | "hypot"
                | "log"
                | "log10"
                | "log1p"
                | "log2"
                | "pow"
                | "radians"
                | "sin"
                | "sinh"
                | "sqrt"
                | "tan"
                | "tanh"
        ),
        "random" => matches!(member, "normalvariate" | "random" | "uniform"),
        "time" => matches!(member, "monotonic" | "perf_counter" | "process_time" | "time"),
        _ => false,
    }
}
