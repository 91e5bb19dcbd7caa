/** JSON objects as text, edited without reading the values: members given twice and long numbers stay as typed. */

/** Whether the text is a JSON object. */
export function isObject(text: string): boolean {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** An object of members whose values are JSON already. */
export const objectOf = (members: { name: string; value: string }[]) => `{\n${members.map(({ name, value }) => `  ${JSON.stringify(name)}: ${value}`).join(",\n")}\n}`;

/** Where the value of each member of the outermost object stands. The text must be an object. */
function members(text: string): { name: string; from: number; to: number }[] {
  const found: { name: string; from: number; to: number }[] = [];
  let depth = 0;
  let key = "";
  let from = -1;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]/g)) {
    if (token === "{" || token === "[") depth++;
    else if (depth === 1 && from < 0 && token.startsWith('"')) key = token;
    else if (depth === 1 && token === ":") from = index + 1;
    else if (depth === 1 && (token === "," || token === "}") && from >= 0) {
      const value = text.slice(from, index);
      const start = from + (value.length - value.trimStart().length);
      found.push({ name: JSON.parse(key) as string, from: start, to: start + value.trim().length });
      from = -1;
    }
    if (token === "}" || token === "]") depth--;
  }
  return found;
}

/** The same object with other values for some members; those it lacks are put at its end. */
export function withMembers(text: string, values: Record<string, string>): string {
  let out = text;
  const there = members(text);
  for (const { name, from, to } of there.toReversed()) {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value !== undefined) out = out.slice(0, from) + value + out.slice(to);
  }
  const missing = Object.keys(values).filter((name) => !there.some((member) => member.name === name));
  if (missing.length === 0) return out;
  const end = out.lastIndexOf("}");
  const before = out.slice(0, end).trimEnd();
  const added = missing.map((name) => `  ${JSON.stringify(name)}: ${values[name]}`).join(",\n");
  return `${before}${there.length > 0 ? "," : ""}\n${added}\n${out.slice(end)}`;
}
