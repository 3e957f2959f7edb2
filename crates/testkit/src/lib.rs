//! Runs the examples of rules and the fixtures of recognisers.
//!
//! Feature `examples` (default) is everything that needs the engine; [`fixtures`] needs nothing.

mod fixtures;

pub use fixtures::fixtures;
