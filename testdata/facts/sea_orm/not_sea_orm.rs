//! A trait of this name elsewhere, and a migrator.
use sea_orm_migration::prelude::*;

impl MigrationTrait for Step {
    fn up(&self, client: &Client) {
        client.drop_table("users");
    }
}

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m20220101_000001_users::Migration)]
    }
}
