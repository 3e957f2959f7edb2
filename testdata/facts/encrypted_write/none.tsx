// encrypt is only mentioned here.
const options = { encrypt: true, isEncrypted: isEncrypted(x), pin: decrypt(x), plain: input.pin };
const typed: EncryptedField = { value: EncryptedValue(x) };
const nested = { handler: () => encrypt(x), inner: { list: [{ deep: input }] } };
export const element = <Field value={encrypt(x)} />;
user.label = "encrypt(x)";
