import { PrismaClient } from "@prisma/client";
import { fieldEncryptionExtension, fieldEncryptionMiddleware } from "prisma-field-encryption";
import { withAccelerate } from "@prisma/extension-accelerate";
import { encryptionExtension } from "./encryption";

const base = new PrismaClient();
export const client = base.$extends(fieldEncryptionExtension());
const inner = base.$extends(withAccelerate()).$extends(fieldEncryptionExtension({ encryptionKey: key }));
base.$use(fieldEncryptionMiddleware());

base.$extends(fieldEncryptionExtension());
const dropped = base.$extends(fieldEncryptionExtension()) as PrismaClient;
if (key) {
  base.$extends(fieldEncryptionExtension());
}

const make = () => base.$extends(encryptionExtension);
const extension = fieldEncryptionExtension();
export default base.$extends(extension);
const kept = globalThis.prisma ?? base.$extends(fieldEncryptionExtension());
globalThis.prisma = kept;

export class Service extends PrismaClient {
  constructor() {
    super();
    this.$extends(fieldEncryptionExtension());
    this.client = this.$extends(fieldEncryptionExtension());
  }
  get() {
    return inner;
  }
}
