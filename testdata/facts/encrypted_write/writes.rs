fn create(input: &Input, key: &Key) -> Result<Employee, Error> {
    let sealed = encrypt(key, &input.iban)?;
    let mut employee = Employee { kra_pin: encrypt(key, &input.kra_pin)?, iban: sealed, name: input.name.clone() };
    employee.ssn = Some(cipher.encrypt(&nonce, input.ssn.as_bytes())?);
    let active = employee::ActiveModel { tax_id: Set(crypto::encrypt_text(&input.tax_id)), ..Default::default() };
    sqlx::query("UPDATE employees SET dob = pgp_sym_encrypt($1, $2) WHERE id = $3");
    diesel::update(employees::table).set(employees::nhif_number.eq(crypto::encrypt(&input.nhif)?)).execute(conn)?;
    Ok(employee)
}

#[cfg(test)]
mod tests {
    fn tested() {
        let employee = Employee { kra_pin: encrypt("x") };
    }
}
