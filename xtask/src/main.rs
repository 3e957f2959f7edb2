//! Chores of this repository: `cargo xtask seed DIR…` measures recall.

mod flaws;
mod random;
mod seed;

use clap::Parser;
use std::path::PathBuf;

#[derive(Parser)]
#[command(about = "Chores of this repository")]
enum Chore {
    /// Sows known flaws into copies of real projects and counts how many are found.
    Seed {
        /// The projects.
        #[arg(required = true)]
        projects: Vec<PathBuf>,
        /// Start of the random generator.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
}

fn main() -> anyhow::Result<()> {
    match Chore::parse() {
        Chore::Seed { projects, seed } => seed::run(&projects, seed),
    }
}
