import { Column, ColumnOptions, ValueTransformer } from "typeorm";
import { EncryptionTransformer } from "typeorm-encrypted";
import { encrypt, decrypt } from "./crypto";

export class Lower implements ValueTransformer {
  to(value: string) {
    return value.toLowerCase();
  }

  from(value: string) {
    return value;
  }
}

export class Vault implements ValueTransformer {
  to(value: string) {
    return this.lock(value);
  }

  from(value: string) {
    return decrypt(value);
  }

  private lock(value: string) {
    return encrypt(value);
  }
}

export class Keyed extends EncryptionTransformer {}

export const sealed: ValueTransformer = { to: encrypt, from: decrypt };
export const library = new EncryptionTransformer({ key });
export const Transformers = {
  seal: (key: string) => ({ to: (value: string) => createCipheriv("aes-256-gcm", key).update(value), from: open }),
};

export class Holder {
  static readonly json = { to: (value: unknown) => JSON.stringify(value), from: JSON.parse };
}

export function deterministic(aad: string): ValueTransformer {
  const options = { to: "x", from: "y" };
  return {
    to(value) {
      return cipher().encryptWith(aad, value);
    },
    from(value) {
      return value;
    },
  };
}

export function EncryptedColumn(options: ColumnOptions = {}) {
  const transformer = library;
  return Column({ type: "text", ...options, transformer });
}

export const EncryptedString = () => EncryptedColumn({ length: 20 });
