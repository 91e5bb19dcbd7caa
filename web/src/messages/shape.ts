/** What the message tables are made of. */

/** The shape of an English table, which the other languages fill. */
export type Shape<T> = { [Key in keyof T]: T[Key] extends (...args: infer Args) => string ? (...args: Args) => string : T[Key] extends string ? string : Shape<T[Key]> };

const russianPlural = new Intl.PluralRules("ru");

export function plural(n: number, one: string, few: string, many: string): string {
  const form = russianPlural.select(n);
  return `${n.toLocaleString("ru")} ${form === "one" ? one : form === "few" ? few : many}`;
}

export const count = (n: number, one: string, more: string) => `${n.toLocaleString("en")} ${n === 1 ? one : more}`;
