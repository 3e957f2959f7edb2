use sea_orm::{ConnectionTrait, Statement, TransactionTrait};
use sea_orm_migration::prelude::*;

const TABLE: &str = "users";

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m20240101_000001_statements"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        db.execute_unprepared("CREATE TABLE users (id int)").await?;
        db.execute_unprepared(&format!("ALTER TABLE {TABLE} ADD COLUMN {} text", column())).await?;
        manager.get_connection().execute(Statement::from_string(manager.get_database_backend(), "DROP VIEW v".to_owned())).await?;
        let update = Query::update().table(Alias::new("users")).value(Alias::new("a"), 1).to_owned();
        db.execute(db.get_database_backend().build(&update)).await?;
        db.execute_unprepared(include_str!("up.sql")).await?;
        let txn = db.begin().await?;
        user::ActiveModel { ..Default::default() }.insert(&txn).await?;
        user::Entity::delete_many().filter(user::Column::Id.eq(1)).exec(&txn).await?;
        txn.commit().await?;
        db.transaction::<_, (), DbErr>(|txn| {
            Box::pin(async move {
                txn.execute_unprepared("DELETE FROM users").await?;
                Ok(())
            })
        })
        .await?;
        create(manager, "a").await?;
        Self::create_more(manager).await?;
        self.and_more(manager).await?;
        helpers::elsewhere(manager).await?;
        match manager.get_database_backend() {
            sea_orm::DbBackend::Postgres => db.execute_unprepared("CREATE EXTENSION citext").await?,
            _ => return Ok(()),
        };
        Ok(())
    }
}

async fn create(manager: &SchemaManager<'_>, name: &str) -> Result<(), DbErr> {
    manager.create_table(Table::create().table(Alias::new(name)).to_owned()).await
}

impl Migration {
    async fn create_more(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        manager.create_table(Table::create().table(Alias::new("more")).to_owned()).await
    }

    async fn and_more(&self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        manager.create_table(Table::create().table(Alias::new("and_more")).to_owned()).await
    }
}

mod user {
    #[derive(DeriveEntityModel)]
    #[sea_orm(table_name = "users")]
    pub struct Model {
        pub id: i32,
    }
}
