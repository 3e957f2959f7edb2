//! SQL migrations and Prisma schemas as one list of schema statements.

pub mod prisma;
pub mod sql;
