//! Statements and names that other code makes.
use sea_orm_migration::prelude::*;

use crate::m0001::ticket;

impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection().begin().await?;
        exec(&db, &Table::create().table(tmp("users")).col(ColumnDef::new(Alias::new("id")).uuid()).to_owned()).await?;
        exec(&db, &Table::rename().table(tmp("users"), Alias::new("users")).to_owned()).await?;
        manager.alter_table(Table::alter().table(ticket::Entity).drop_column(Alias::new("a")).to_owned()).await?;
        for column in [ColumnDef::new(Alias::new("b")).integer().to_owned()] {
            manager.alter_table(add_column(column)).await?;
        }
        let backend = manager.get_database_backend();
        manager.create_table(Schema::new(backend).create_table_from_entity(own::Entity)).await?;
        PreviousMigration.up(manager).await
    }
}

async fn exec<S: StatementBuilder>(db: &DatabaseTransaction, stmt: &S) -> Result<(), DbErr> {
    let statement = db.get_database_backend().build(stmt);
    db.execute(statement).await?;
    Ok(())
}

fn tmp(table: &str) -> Alias {
    Alias::new(format!("{table}_new"))
}

fn add_column(column: ColumnDef) -> TableAlterStatement {
    Table::alter().table(Alias::new("parameters")).add_column(column).to_owned()
}

pub mod own {
    #[sea_orm(table_name = "owned")]
    pub struct Model {}
}
