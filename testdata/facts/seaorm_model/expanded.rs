use sea_orm::entity::prelude::*;

#[derive(Copy, Clone, Default, Debug, DeriveEntity)]
pub struct Entity;

impl EntityName for Entity {
    fn table_name(&self) -> &str {
        "cake"
    }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveModel, DeriveActiveModel)]
pub struct Model {
    pub id: i32,
    pub name: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveColumn)]
pub enum Column {
    Id,
    Name,
}

mod shop {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(DeriveEntityModel)]
    #[sea_orm(table_name = "shop")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub r#type: String,
        #[sea_orm(has_many)]
        pub cakes: HasMany<super::Entity>,
    }
}
