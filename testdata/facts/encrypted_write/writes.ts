export async function create(input: Input) {
  const sealed = await encryptSymmetric({ value: input.nationalId });
  const { encryptedData, iv } = encrypt(input.iban);
  const passport = encrypt(input.passport);
  await prisma.employee.create({
    data: {
      kraPin: encrypt(input.kraPin),
      nationalId: sealed.data,
      iban: encryptedData,
      ibanIv: iv,
      "bank_account": box.seal(input.account) ?? null,
      passport,
      [input.key]: encrypt(input.other),
      profile: { create: { ssn: input.ssn, taxId: cipher.encrypt(input.taxId) } },
    },
  });
  user.kraPin = await encryptSymmetric(input.kraPin);
  await db.query(`UPDATE users SET dob = pgp_sym_encrypt(${input.dob}, 'k') WHERE id = 1`);
}

export async function elsewhere(passport: string, sealed: Sealed) {
  return { passport, nationalId: sealed.data };
}
