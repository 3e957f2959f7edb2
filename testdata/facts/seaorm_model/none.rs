use sea_orm::FromQueryResult;
use serde_json::Value;

#[derive(FromQueryResult)]
pub struct Counted {
    pub kra_pin: String,
}

#[derive(DerivePartialModel)]
#[sea_orm(entity = "super::person::Entity")]
pub struct Part {
    pub kra_pin: String,
}

impl From<Counted> for Value {
    fn from(counted: Counted) -> Value {
        Value::String(encrypt(counted.kra_pin))
    }
}
