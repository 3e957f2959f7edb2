//! The command as its users run it: the built program, on projects made for the occasion.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod baseline;
mod changed;
mod configuration;
mod exit_status;
mod hostile;
mod readme;
mod reports;
mod same_bytes;
mod team;
mod temporary;
