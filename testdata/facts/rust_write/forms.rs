//! Writes of diesel and SeaORM.
use crate::schema::users;
use diesel::{insert_into, prelude::*};
use sea_orm::{ActiveModelTrait, EntityTrait};

fn diesel_writes(conn: &mut PgConnection, form: &UserForm) {
    insert_into(users::table).values(form).execute(conn);
    diesel::update(users::table.find(1)).set(form).execute(conn);
    diesel::delete(users::table.filter(users::id.eq(1))).execute(conn);
    diesel::replace_into(users::table).values(form).execute(conn);
    diesel::update(form).set(form).execute(conn);
}

async fn sea_orm_writes(db: &DatabaseConnection, active: user::ActiveModel) {
    active.insert(db).await;
    active.clone().update(&txn).await;
    user::Entity::delete_by_id(1).exec(db).await;
    Users::insert_many(rows).exec(db).await;
}
