import { Column, ColumnOptions } from "typeorm";

import { sealed } from "./sealed";

export function SealedColumn(options: ColumnOptions = {}) {
  return Column({ type: "text", transformer: sealed, ...options });
}

export const Wrapped = (options: ColumnOptions) => (target: object, key: string) => {
  Column({ ...options, length: 40 })(target, key);
};

export const LabelColumn = SealedColumn;

// No makers.
export const columns = COLUMNS;
export function Documented(text: string) {
  return ApiProperty({ description: text });
}
