import d from "m";
import def, { a, b as c, type T, default as e } from "m";
import def2, * as ns2 from "m";
import * as ns from 'n';
import "side-effect";
import type { U } from "t";
import type V from "t";
import fs = require("fs");
import Alias = Outer.Inner.Name;
import data from "./d.json" with { type: "json" };
export * from "x";
export * as all from "x";
export { p as q, r } from "z";
export type { O } from "o";
export { l as m, n };
export default handler;
export const x: number = 1, [y, { z }] = f();
export let w;
export function f1() {}
export async function* f2() {}
export class C1 {}
export abstract class C2 {}
export interface I1 {}
export type A1 = string;
export enum E1 { A }
export namespace N1 { const inner = 1; export const outer = 2; }
export declare function f3(): void;
declare module "ext" { export function g(): void; }
declare global { interface Window { app: App } }
const lib = require("lib"), { one, two: zwei } = require("lib");
const lazy = await import("./lazy");
