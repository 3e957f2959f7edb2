use sea_orm::entity::prelude::*;

use crate::types::Sealed;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(schema_name = "app", table_name = "people")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_name = "kraPin", column_type = "String(StringLen::N(11))", unique)]
    pub kra_pin: Option<Sealed>,
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub photo: Option<Vec<u8>>,
    pub bank_account: String,
    pub passport_number: String,
    pub tenant_id: i32,
    pub born: Date,
    pub kind: Kind,
    #[sea_orm(ignore)]
    pub cached: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(has_many = "super::note::Entity")]
    Note,
    #[sea_orm(
        belongs_to = "super::tenant::Entity",
        from = "Column::TenantId",
        to = "super::tenant::Column::Id"
    )]
    Tenant,
}

impl Related<super::note::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Note.def()
    }
}

#[async_trait]
impl ActiveModelBehavior for ActiveModel {
    async fn before_save<C: ConnectionTrait>(mut self, _db: &C, _insert: bool) -> Result<Self, DbErr> {
        if let Set(number) = &self.passport_number {
            self.passport_number = Set(vault().encrypt(number)?);
        }
        Ok(self)
    }
}

#[derive(EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Kind {
    A,
    B,
}
