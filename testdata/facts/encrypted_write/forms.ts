import { createCipher, decrypt, encrypt, isEncrypted } from "./crypto";

export async function save(user: User, input: Input): Promise<void> {
  user.kraPin = encrypt(input.kraPin);
  user["nationalId"] = await box.encryptText(input.nationalId);
  this.iban = input.iban ? encrypt(input.iban) : null;
  await User.create({ passport: encrypt(input.passport), nested: { taxId: seal(input.taxId) } });
  user.setDataValue("sortCode", encrypt(input.sortCode));
  // Not writes of encrypted values.
  user.phone = decrypt(input.phone);
  user.locked = isEncrypted(input.phone);
  const local = encrypt(input.phone);
  map.get("phone", encrypt(input.phone));
}
