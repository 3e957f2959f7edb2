use tracing::{error, info};

fn sign_in(user: &User, password: &str) {
    info!("login with {}", user.password);
    tracing::info!(access_token = %token.access_token, user = ?user.id, "signed in");
    println!("paying with {card_number}");
    error!(?refresh_token, "rejected");
    log::debug!("ssn {:?} of {}", person.ssn, mask(&person.iban));
    info!(password = password.len(), "created");
    warn!("no password");
    let _span = tracing::info_span!("work", secret = client_secret.expose_secret());
    eprintln!("{}", account.iban());
    other::info!("{}", password);
    dialog.error(password);
}

#[tracing::instrument(skip(db, otp), fields(user = %user.id, iban = %account.iban))]
fn pay(db: &Db, otp: &str, password: &str, key: SecretString, card_number: String) {
    foolog::info!("{}", password);
    crate::debug!("{:?}", password);
}

#[instrument(skip_all)]
fn refund(password: &str) {}

impl Login {
    fn shown(&self, Json(login): Json<api::LoginRequest>, form: &Form, name: String) {
        info!("{} {:?} {name:?} {form:#?} {:?}", self, self, &login);
        debug!(?login, form = ?form, other = %form, "shown {}", form);
        let own = Login::default();
        warn!("{own:?} {:?}", form.name);
    }
}

#[instrument]
async fn recorded(login: LoginRequest, db: &Db) {}
