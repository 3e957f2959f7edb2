//! The engine from outside: documents in, filled-in checklist out.

#![allow(clippy::unwrap_used)]

mod deceptive;
mod demonstration;
mod judging;
mod order;
mod project;
mod repository;
mod verdicts;
