use extension::postgres::Type;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(Users::Table)
                    .if_not_exists()
                    .col(ColumnDef::new(Users::Email).string().not_null())
                    .to_owned(),
            )
            .await?;
        manager.create_table(table_auto(LogEntry::Table).col(pk_auto(LogEntry::Id)).to_owned()).await?;
        let orders = Table::create().table(Alias::new("orders")).col(string(Alias::new("no"))).to_owned();
        manager.create_table(orders).await?;
        manager
            .alter_table(
                Table::alter()
                    .table((Alias::new("crm"), Users::Table))
                    .add_column(ColumnDef::new(Users::UserName).string())
                    .add_column_if_not_exists(integer_null(Users::Email))
                    .modify_column(ColumnDef::new(Alias::new("age")).big_integer())
                    .rename_column(Alias::new("no"), Alias::new("number"))
                    .drop_column(Alias::new("fax"))
                    .add_foreign_key(TableForeignKey::new().name("fk_users_order").from_tbl(Users::Table))
                    .drop_foreign_key(Alias::new("fk_old"))
                    .to_owned(),
            )
            .await?;
        manager.rename_table(Table::rename().table(Alias::new("old"), Alias::new("new")).to_owned()).await?;
        manager
            .create_index(Index::create().name("ix_users").table(Users::Table).col(Users::Email).col(Users::UserName).to_owned())
            .await?;
        manager.drop_index(Index::drop().name("ix_old").table(Users::Table).to_owned()).await?;
        manager
            .create_foreign_key(
                ForeignKey::create().name("fk_a").from(Users::Table, Users::Email).to(LogEntry::Table, LogEntry::Id).to_owned(),
            )
            .await?;
        manager.drop_foreign_key(ForeignKey::drop().name("fk_b").table(Users::Table).to_owned()).await?;
        manager.create_type(Type::create().as_enum(UserStatus).values(["a", "b"]).to_owned()).await?;
        manager.alter_type(Type::alter().name(UserStatus).add_value(Alias::new("c"))).await?;
        manager.alter_type(Type::alter().name(UserStatus).rename_to(Alias::new("status"))).await?;
        manager.truncate_table(Table::truncate().table(Users::Table).to_owned()).await?;
        manager.exec_stmt(Query::insert().into_table(Users::Table).columns([Users::Email]).to_owned()).await?;
        if !manager.has_table("extra").await? {
            manager.create_table(Table::create().table(Extra::Table).to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["users", "orders"] {
            manager.drop_table(Table::drop().table(Alias::new(table)).to_owned()).await?;
        }
        manager.drop_table(Table::drop().if_exists().table(LogEntry::Table).table(Extra::Table).to_owned()).await?;
        manager.drop_type(Type::drop().name(UserStatus).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Users {
    #[sea_orm(iden = "crm_users")]
    Table,
    #[iden = "e_mail"]
    Email,
    UserName,
}

#[derive(DeriveIden)]
enum LogEntry {
    Table,
    Id,
}

#[derive(DeriveIden)]
#[sea_orm(iden = "user_state")]
struct UserStatus;
