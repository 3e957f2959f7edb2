// @generated automatically by Diesel CLI.

pub mod sql_types {
    #[derive(diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "gender"))]
    pub struct Gender;
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::Gender;

    /// People.
    public.people (id, tenant_id) {
        id -> Int4,
        tenant_id -> Int4,
        #[max_length = 255]
        #[sql_name = "kra-pin"]
        kra_pin -> Nullable<Varchar>,
        phones -> Array<Nullable<Text>>,
        gender -> Nullable<Gender>,
        r#type -> Text,
        photo -> Bytea,
    }
}

diesel::table! {
    notes {
        id -> BigInt,
        person_id -> Int4,
    }
}

diesel::joinable!(notes -> people (person_id));
diesel::allow_tables_to_appear_in_same_query!(notes, people);
