import { EntitySchema, EntitySchemaColumnOptions } from "typeorm";
import { ApId, BaseColumns } from "../base";
import { sealed } from "../transformers";

const Ip: EntitySchemaColumnOptions = { type: String, length: 40 };

export const Dates = {
  created: { type: "timestamp with time zone", createDate: true },
  updated: { type: "timestamp with time zone", updateDate: true },
} as const;

type FlowSchema = Flow & { project: Project };

export const FlowEntity = new EntitySchema<FlowSchema>({
  name: "flow",
  columns: {
    ...BaseColumns,
    ...Dates,
    projectId: ApId,
    ip: { ...Ip, nullable: true },
    value: { type: "jsonb", transformer: sealed } as EntitySchemaColumnOptions,
    owner: { ...ApId, unique: true },
  },
  relations: {
    project: { type: "many-to-one", target: "project", joinColumn: { name: "projectId" } },
    folder: { type: "many-to-one", target: "folder", joinColumn: { name: "folderId" } },
    runs: { type: "one-to-many", target: "run" },
  },
});
