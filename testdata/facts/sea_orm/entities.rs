//! Entities of another file go by their modules' names.
use sea_orm_migration::prelude::*;

use crate::m0001::{audit_log, ticket};

impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let schema = Schema::new(manager.get_database_backend());
        manager.create_table(schema.create_table_from_entity(audit_log::Entity)).await?;
        manager
            .alter_table(
                Table::alter()
                    .table(ticket::Entity)
                    .add_column(ColumnDef::new(Alias::new("note")).string())
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(audit_log::Entity).to_owned()).await?;
        manager.alter_table(Table::alter().table(ticket::Entity).drop_column(ticket::Column::Note).to_owned()).await
    }
}
