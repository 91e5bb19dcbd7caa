/** The examples of the menu are the files of ./examples; a title is taken from the messages, else the name serves. */
import type { Messages } from "./messages.ts";

const files = import.meta.glob<string>("./examples/*.txt", { query: "?raw", import: "default" });

export interface Example {
  name: string;
  load: () => Promise<string>;
}

export const examples: Example[] = Object.entries(files)
  .map(([path, load]) => ({ name: path.replace(/^.*\/|\.txt$/g, ""), load }))
  .sort((a, b) => a.name.localeCompare(b.name));

export function titleOf({ name }: Example, t: Messages): string {
  return t.example[name] ?? name.replace(/^\d+-/, "").replaceAll("-", " ");
}
