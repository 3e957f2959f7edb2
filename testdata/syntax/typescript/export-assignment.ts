export = Thing;
export as namespace Lib;
