//! HTML documents from rendered data and shells.
