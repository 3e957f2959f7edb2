import crypto from "node:crypto";

export function lock(value: string): Buffer {
  return crypto.createCipheriv("aes-256-cbc", key, iv).update(value);
}

export default function Encrypted(target: object, key: string) {
  return {
    get() {
      return open(this.getDataValue(key));
    },
    set(value: string) {
      this.setDataValue(key, lock(JSON.stringify(value)));
    },
  } as any;
}

export const Trimmed = () => (target: object, key: string) => {
  Object.defineProperty(target, key, {
    set: function (value: string) {
      this.setDataValue(key, value.trim());
    },
  });
};
