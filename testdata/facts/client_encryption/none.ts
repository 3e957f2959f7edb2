import { fieldEncryptionExtension } from "prisma-field-encryption";

// base.$extends(fieldEncryptionExtension());
export const client = base.$extends(withAccelerate());
export const other = base.$extends({ query: { user: {} } });
app.use(encryption());
