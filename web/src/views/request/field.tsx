import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { FormField, Problem } from "../../requests.ts";
import { currentStep, form, problems, setValue, values } from "./state.ts";
import { w } from "./words.ts";

const idOf = (name: string) => `request-${name.replace(/[^\w-]/g, "-")}`;

/** What a field is called: a parameter by its own name, the rest in words. */
function labelOf({ name }: FormField): ComponentChildren {
  const words = w.value;
  const [kind, rest] = [name.slice(0, name.indexOf(".")), name.slice(name.indexOf(".") + 1)];
  switch (kind) {
    case "var":
      return <code>{rest}</code>;
    case "url":
      return words.address(form.value?.steps.find(({ id }) => id === rest)?.title ?? rest);
    case "assertion":
      return words.part[rest] ?? rest;
  }
  return name === "dpop" ? words.dpop : <code>{name}</code>;
}

/** The same inside a sentence. */
export const nameOf = (name: string) => (name.startsWith("assertion.") ? (w.value.part[name.slice(10)] ?? name) : name);

/** Brings the first field with a mistake into sight. */
export function goToMistake(): void {
  const first = problems.peek().errors[0];
  if (first) goToField(first.field);
}

/** Brings a field into sight, and the cursor into it. */
export function goToField(name: string): void {
  const field = document.getElementById(idOf(name));
  field?.closest("details")?.setAttribute("open", "");
  field?.focus();
}

export function Field({ field }: { field: FormField }) {
  const words = w.value;
  const { name, kind, required, help } = field;
  const id = idOf(name);
  const value = values.value[name] ?? "";
  const said = problems.value.of(name);
  const own = {
    id,
    value,
    autocomplete: "off",
    autocapitalize: "off" as const,
    autoCorrect: "off",
    spellcheck: false,
    "aria-describedby": `${id}-help`,
    "aria-invalid": said.some(({ severity }) => severity === "error") || undefined,
    placeholder: field.placeholder ?? "",
    onInput: (event: { currentTarget: { value: string } }) => setValue(name, event.currentTarget.value),
  };
  const hidden = useSignal(kind === "secret" || kind === "key");
  const concealable = kind === "secret" || kind === "key";
  const suggested = kind === "text" || kind === "url" ? (field.options ?? []).filter((option) => option.value) : [];
  const wide = kind === "multiline" || kind === "key" || kind === "scope";
  return (
    <div class={`field${wide ? " wide" : ""}`}>
      <span class="label-line">
        <label for={id}>{labelOf(field)}</label>
        {required && <span class="required">{words.required}</span>}
        {concealable && (
          <button type="button" class="link" aria-pressed={!hidden.value} aria-describedby={id} onClick={() => (hidden.value = !hidden.value)}>
            {hidden.value ? words.show : words.hide}
          </button>
        )}
      </span>
      {kind === "select" ? (
        <select {...own}>
          {!field.options?.some((option) => option.value === value) && <option value={value}>{value || words.empty}</option>}
          {field.options?.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label || option.value || words.empty}
            </option>
          ))}
        </select>
      ) : concealable || kind === "multiline" ? (
        <textarea {...own} rows={kind === "key" ? 4 : kind === "multiline" ? 3 : 1} class={`mono${concealable && hidden.value ? " concealed" : ""}`} />
      ) : (
        <>
          <input type="text" {...own} class="mono" inputMode={kind === "url" ? "url" : "text"} list={suggested.length ? `${id}-known` : undefined} />
          {suggested.length > 0 && (
            <datalist id={`${id}-known`}>
              {suggested.map((option) => (
                <option key={option.value} value={option.value}>
                  {option.label}
                </option>
              ))}
            </datalist>
          )}
        </>
      )}
      {kind === "scope" && !!field.options?.length && <Scopes field={field} />}
      <div id={`${id}-help`} class="help">
        {help && <p>{help}</p>}
        <Problems problems={said} known={help} />
      </div>
    </div>
  );
}

const SIGN = { error: "✕", warning: "!", info: "i" };

/** known is said beside them already. */
export function Problems({ problems, known }: { problems: Problem[]; known?: string | undefined }) {
  return (
    <>
      {problems.map(({ severity, message, hint }) => (
        <p key={message} class={`problem ${severity}`}>
          <span aria-hidden="true">{SIGN[severity]}</span> {sentences(message, hint === known ? "" : hint)}
        </p>
      ))}
    </>
  );
}

/** What is wrong and what to do, each a sentence. */
const sentences = (message: string, hint = "") => (hint ? `${message.replace(/[.:]$/, "")}. ${hint}` : message);

/** The scopes that a provider knows, each to be added or taken out. */
function Scopes({ field: { name, options } }: { field: FormField }) {
  const chosen = (values.value[name] ?? "").split(/\s+/).filter(Boolean);
  const toggle = (scope: string) => setValue(name, (chosen.includes(scope) ? chosen.filter((one) => one !== scope) : [...chosen, scope]).join(" "));
  return (
    <details class="scopes">
      <summary>{w.value.scopes}</summary>
      <ul>
        {options!.map(({ value, label }) => (
          <li key={value}>
            <label>
              <input type="checkbox" checked={chosen.includes(value)} onChange={() => toggle(value)} /> <code>{value}</code> {label !== value && <span class="muted">{label}</span>}
            </label>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The fields of the step that is being built, by group. */
export function fieldsOf(group: FormField["group"]): FormField[] {
  const at = currentStep.value?.id ?? "";
  return form.value?.fields.filter((field) => field.group === group && field.step.includes(at)) ?? [];
}
