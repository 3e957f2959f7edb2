use crate::crypto::Sealed;
use crate::schema::{notes, people};
use diesel::prelude::*;
use diesel::serialize::{self, Output, ToSql};
use diesel_derive_newtype::DieselNewType;
use std::borrow::Cow;

#[derive(Debug, Clone, Queryable, Selectable, Identifiable)]
#[diesel(table_name = crate::schema::people, primary_key(id, tenant_id), check_for_backend(diesel::pg::Pg))]
pub struct Person {
    pub id: PersonId,
    #[diesel(column_name = "kra_pin")]
    pub pin: Option<Sealed<String>>,
    pub phones: Vec<Option<String>>,
    pub photo: Vec<u8>,
    #[diesel(embed)]
    pub address: Address,
    #[diesel(select_expression = count(notes::id))]
    pub notes: i64,
    pub r#type: Kind,
}

#[cfg_attr(feature = "full", derive(Insertable, diesel::AsChangeset))]
#[cfg_attr(feature = "full", diesel(table_name = people))]
pub struct PersonForm<'a> {
    #[diesel(serialize_as = crate::crypto::Sealed<String>)]
    pub kra_pin: Option<Cow<'a, str>>,
}

#[derive(Insertable)]
#[table_name = "notes"]
struct OldNote(#[column_name = "person_id"] i32);

#[derive(Identifiable, HasQuery)]
struct UserRole {
    id: i32,
    #[diesel(deserialize_as = String)]
    token: SecretString,
}

#[derive(Queryable)]
struct Counted {
    kra_pin: String,
}

#[derive(DieselNewType)]
pub struct PersonId(i32);

pub type Iban = Protected<String>;

#[derive(AsExpression, FromSqlRow)]
#[diesel(sql_type = diesel::sql_types::Binary)]
pub struct Protected<T>(T);

impl<T: AsRef<str>> Protected<T> {
    fn lock(&self) -> Vec<u8> {
        vault().encrypt(self.0.as_ref())
    }
}

impl<T: AsRef<str>> ToSql<Binary, Pg> for Protected<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let locked = self.lock();
        out.write_all(&locked)?;
        Ok(IsNull::No)
    }
}

pub enum Kind {
    A,
    B,
}

impl ToSql<Text, Pg> for Kind {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(b"a")?;
        Ok(IsNull::No)
    }
}
