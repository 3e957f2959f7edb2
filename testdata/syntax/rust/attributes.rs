#[cfg_attr(
    feature = "full",
    derive(Queryable, Selectable),
    diesel(table_name = users, check_for_backend(diesel::pg::Pg)),
    cfg_attr(test, derive(Default))
)]
#[diesel(belongs_to(Post, foreign_key = post_id))]
struct User {
    #[validate(length(min = 1, max = 50), email, custom(function = "check"))]
    email: String,
    #[sea_orm(column_type = "Text", nullable)]
    note: Option<String>,
    #[doc(hidden)]
    #[doc = "Written out."]
    /** Also documentation. */
    x: u8,
}

#[get("/users/<id>?<page..>", data = "<body>", rank = 2)]
#[utoipa::path(get, path = "/users", responses((status = 200, body = Page<User>), (status = 404)))]
#[instrument(level = "debug", skip(self, password), fields(user.id = %id, kind = ?kind), err)]
#[error("cannot read {0}: {source}")]
#[test_case("a", 1; "first")]
#[path = "other.rs"]
#[unsafe(no_mangle)]
#[arg(short, long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..))]
#[what(is this, not(test))]
fn handler() {}
