use sea_orm::{DeriveValueType, FromJsonQueryResult, Value};

#[derive(Clone, DeriveValueType)]
pub struct Pin(String);

#[derive(FromJsonQueryResult)]
pub struct Headers(pub HashMap<String, String>);

pub struct Sealed(String);

impl Sealed {
    fn lock(&self) -> Vec<u8> {
        seal(&self.0)
    }
}

impl From<Sealed> for Value {
    fn from(sealed: Sealed) -> Self {
        Value::Bytes(Some(Box::new(sealed.lock())))
    }
}

impl From<&Sealed> for Value {
    fn from(sealed: &Sealed) -> Self {
        sealed.clone().into()
    }
}

pub struct Name(String);

impl From<Name> for sea_orm::Value {
    fn from(name: Name) -> Self {
        Self::String(Some(Box::new(name.0)))
    }
}
