def change(account, new):
    account.iban = box().encrypt(new)
    account.owner.iban = func.pgp_sym_encrypt(new, key)
    account.iban = decrypt(new)
    sealed = fernet.encrypt(new.encode()).decode()
    Account(iban=sealed, name=new)
    session.execute(update(Account).values({"kra_pin": encrypt(new)}))
    session.execute(text("INSERT INTO users (id, ssn) VALUES (:id, pgp_sym_encrypt(:ssn, :key))"))
    return Profile(account=Account(card_number=encrypt(new)))


def other(sealed):
    return Account(iban=sealed)
