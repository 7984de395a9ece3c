//! What the outside tells the graph.
