//! Chores of this repository: `cargo xtask bench DIR…` measures speed, `cargo xtask seed DIR…` recall;
//! `cargo run --release -p xtask --features diff -- diff-sql DIR…` compares our reader of SQL with another, and
//! `cargo xtask diff-prisma --engine DIR DIR…` that of Prisma schemas with Prisma's own.

mod bench;
mod diff_prisma;
#[cfg(feature = "diff")]
mod diff_sql;
mod field;
mod flaws;
mod random;
mod seed;
mod seed_audit;
mod seed_columns;
mod seed_migrations;

use clap::Parser;
use std::path::PathBuf;

#[derive(Parser)]
#[command(about = "Chores of this repository")]
enum Chore {
    /// Compares a whole review with parsing alone, on one thread; prints Markdown.
    Bench {
        /// The projects.
        #[arg(required = true)]
        projects: Vec<PathBuf>,
        /// Alternating runs, of which the median counts.
        #[arg(long, default_value_t = 5)]
        rounds: usize,
        /// Only files of these languages: python, typescript, …
        #[arg(long)]
        language: Vec<String>,
    },
    /// Compares our reader of Prisma schemas with Prisma's engine; prints Markdown and every difference.
    DiffPrisma {
        /// A folder that `@prisma/prisma-schema-wasm` was installed into: `npm install --prefix DIR …`. When
        /// there are several, what one version refuses the next is asked.
        #[arg(long, required = true)]
        engine: Vec<PathBuf>,
        /// The projects.
        #[arg(required = true)]
        projects: Vec<PathBuf>,
    },
    /// Compares our reader of SQL with a parser of PostgreSQL; prints Markdown and every difference.
    #[cfg(feature = "diff")]
    DiffSql {
        /// The projects.
        #[arg(required = true)]
        projects: Vec<PathBuf>,
    },
    /// Empties downgrades of real projects, or takes one step out of them, and counts how many are noticed.
    SeedMigrations {
        /// The projects.
        #[arg(required = true)]
        projects: Vec<PathBuf>,
        /// Start of the random generator.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Takes the audit calls of routes of real projects out, adds some to others, directly and through a wrapper, and
    /// counts how many answers follow.
    SeedAudit {
        /// The projects.
        #[arg(required = true)]
        projects: Vec<PathBuf>,
        /// Start of the random generator.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Writes plain `kra_pin` and `national_id` columns into models of real projects, takes encryption off, and counts
    /// how many are noticed.
    SeedColumns {
        /// The projects.
        #[arg(required = true)]
        projects: Vec<PathBuf>,
        /// Start of the random generator.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
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
        Chore::Bench { projects, rounds, language } => bench::run(&projects, &language, rounds),
        Chore::DiffPrisma { engine, projects } => diff_prisma::run(&engine, &projects),
        #[cfg(feature = "diff")]
        Chore::DiffSql { projects } => diff_sql::run(&projects),
        Chore::SeedMigrations { projects, seed } => seed_migrations::run(&projects, seed),
        Chore::SeedAudit { projects, seed } => seed_audit::run(&projects, seed),
        Chore::SeedColumns { projects, seed } => seed_columns::run(&projects, seed),
        Chore::Seed { projects, seed } => seed::run(&projects, seed),
    }
}
