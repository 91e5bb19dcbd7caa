import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { handed } from "../../handover.ts";
import { Failure } from "../../parts/controls.tsx";
import { lang, linkTo } from "../../settings.ts";
import { AnswerPart, CallbackPart, SendFailure } from "./answer.tsx";
import { DevicePart } from "./device.tsx";
import { Field, fieldsOf, goToField, nameOf, Problems } from "./field.tsx";
import { ImportPart } from "./import.tsx";
import { Preview } from "./preview.tsx";
import * as state from "./state.ts";
import { Waterfall } from "./waterfall.tsx";
import { w } from "./words.ts";

/** Endpoints that are asked by themselves, in the order of a login. */
const ENDPOINTS = ["discovery", "jwks", "userinfo", "introspect", "revoke", "logout"];

export function Build() {
  const words = w.value;
  // The texts of the form are the engine's: another language is another form.
  const asked = useRef("");
  useEffect(() => {
    if (asked.current === lang.value) return;
    asked.current = lang.value;
    void state.loadProviders();
    void state.choose({}, {}, state.step.peek()).then(state.translate);
  }, [lang.value]);
  useEffect(() => {
    if (!handed.value) return;
    void state.importText(handed.value);
    handed.value = "";
  }, [handed.value]);
  const { form, shown, callback, sending, sendError, failure, waiting } = state;
  return (
    <div class={`request-form${shown.value || callback.value ? " answered" : ""}`}>
      <form
        autocomplete="off"
        class="request-side"
        onSubmit={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          document.getElementById("request-send")?.click();
        }}
      >
        <p class="lead">{words.lead}</p>
        <ImportPart />
        <What />
        {failure.value && (
          <Failure
            error={failure.value}
            retry={() => {
              void state.loadProviders();
              void state.choose({});
            }}
          />
        )}
        {form.value ? <Fields /> : !failure.value && <p class="hint">{words.loading}</p>}
      </form>
      <div class="request-side">
        <div class="outgoing">
          <Preview />
          {sending.value && (
            <section class="part" aria-label={words.trace}>
              <p class="toolbar" role="status">
                <span class="working">{words.sending}</span>
                <button type="button" onClick={state.cancel}>
                  {words.cancel}
                </button>
              </p>
              {sending.value.phases.length > 0 && <Waterfall phases={sending.value.phases} />}
            </section>
          )}
          {sendError.value && <SendFailure error={sendError.value} />}
        </div>
        {waiting.value && <DevicePart />}
        {callback.value && <CallbackPart callback={callback.value} />}
        {shown.value && <AnswerPart run={shown.value} key={shown.value.id} />}
      </div>
    </div>
  );
}

/** Provider, environment, request and client authentication. */
function What() {
  const words = w.value;
  const { choice, providers, provider, variant, form } = state;
  const { grant, endpoint, profile } = choice.value;
  const grants = (provider.value?.grants ?? []).filter(({ variants }) => !variants?.length || variants.includes(variant.value?.id ?? ""));
  const endpoints = ENDPOINTS.filter((name) => state.offers(name) || name === endpoint);
  const sorted = [...providers.value].sort((a, b) => Number(isGeneric(b.id)) - Number(isGeneric(a.id)) || a.name.localeCompare(b.name));
  const setProfile = (id: string) => {
    const next = providers.peek().find((one) => one.id === id);
    const first = next?.variants[0]?.id ?? "";
    const offered = (next?.grants ?? []).filter(({ variants }) => !variants?.length || variants.includes(first)).map(({ type }) => type);
    void state.choose({ profile: id, variant: first, grant: endpoint ? "" : offered.includes(grant) ? grant : (offered[0] ?? grant), clientAuth: "" });
  };
  const setVariant = (id: string) => {
    const offered = (provider.peek()?.grants ?? []).filter(({ variants }) => !variants?.length || variants.includes(id)).map(({ type }) => type);
    void state.choose({ variant: id, grant: endpoint || offered.includes(grant) ? grant : (offered[0] ?? grant) });
  };
  const known = !!endpoint || grants.some(({ type }) => type === grant);
  const method = form.value?.clientAuth.find(({ name }) => name === form.value?.method);
  return (
    <fieldset class="what">
      <legend>{words.what}</legend>
      <div class="fields">
        <div class="field">
          <span class="label-line">
            <label for="request-profile">{words.provider}</label>
            <a href={linkTo("request", `providers/${profile}`)}>{words.aboutProvider}</a>
          </span>
          <select id="request-profile" value={profile} onChange={(event) => setProfile(event.currentTarget.value)}>
            {sorted.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </div>
        {(provider.value?.variants.length ?? 0) > 1 && (
          <div class="field">
            <label for="request-variant">{words.variant}</label>
            <select id="request-variant" value={variant.value?.id} onChange={(event) => setVariant(event.currentTarget.value)}>
              {provider.value!.variants.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </div>
        )}
        <div class="field">
          <label for="request-grant">{words.grant}</label>
          <select
            id="request-grant"
            value={endpoint ? `endpoint:${endpoint}` : grant}
            onChange={(event) => {
              const [kind, name] = event.currentTarget.value.split(/^(endpoint):/).filter(Boolean);
              void state.choose(kind === "endpoint" ? { endpoint: name! } : { endpoint: "", grant: kind! });
            }}
          >
            <optgroup label={words.grants}>
              {!known && <option value={grant}>{words.grantName[grant] ?? grant}</option>}
              {grants.map(({ type }) => (
                <option key={type} value={type}>
                  {words.grantName[type] ?? type}
                </option>
              ))}
            </optgroup>
            {endpoints.length > 0 && (
              <optgroup label={words.others}>
                {endpoints.map((name) => (
                  <option key={name} value={`endpoint:${name}`}>
                    {words.endpointName[name]}
                  </option>
                ))}
              </optgroup>
            )}
          </select>
        </div>
        {(form.value?.clientAuth.length ?? 0) > 0 && (
          <div class="field">
            <label for="request-auth">{words.auth}</label>
            <select id="request-auth" value={form.value!.method} aria-describedby="request-auth-help" onChange={(event) => void state.choose({ clientAuth: event.currentTarget.value }, {}, state.step.peek())}>
              {!method && <option value={form.value!.method}>{form.value!.method}</option>}
              {form.value!.clientAuth.map(({ name }) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
            <p id="request-auth-help" class="help">
              {method?.help}
            </p>
          </div>
        )}
      </div>
      {form.value?.notes?.map((note) => (
        <p class="hint" key={note}>
          {note}
        </p>
      ))}
    </fieldset>
  );
}

const isGeneric = (id: string) => id === "oidc" || id === "oauth2";

function Fields() {
  const words = w.value;
  const { form, step, currentStep, extra, problems } = state;
  const endpoint = fieldsOf("endpoint");
  const addresses = endpoint.filter(({ name, required }) => name.startsWith("url.") && !required);
  const security = fieldsOf("security");
  const more = fieldsOf("extra");
  const groups = [
    ["endpoint", endpoint.filter((field) => !addresses.includes(field))],
    ["client", fieldsOf("client")],
    ["grant", fieldsOf("grant")],
    ["security", security],
  ] as const;
  return (
    <>
      {form.value!.steps.length > 1 && (
        <ol class="steps" aria-label={words.steps}>
          {form.value!.steps.map(({ id, title, optional }) => (
            <li key={id}>
              <button type="button" class="quiet" aria-current={id === step.value ? "step" : undefined} onClick={() => (step.value = id)}>
                {title} {optional && <span class="muted">{words.optional}</span>}
              </button>
            </li>
          ))}
        </ol>
      )}
      {currentStep.value?.help && <p class="hint">{currentStep.value.help}</p>}
      {!!state.resumed.value?.length && <Resumed names={state.resumed.value} />}
      {groups.map(
        ([group, fields]) =>
          fields.length > 0 && (
            <fieldset key={group}>
              <legend>{words.group[group]}</legend>
              <div class="fields">
                {fields.map((field) => (
                  <Field key={field.name} field={field} />
                ))}
              </div>
              {group === "endpoint" && state.variant.value?.endpoints["discovery"] && fields.some(({ name }) => name.startsWith("url.")) && <Discover />}
              {group === "security" && state.dpopAlg.value && state.dpopKey.value && (
                <p class="hint">
                  {words.dpopKey} <code>{state.dpopKey.value.thumbprint}</code>
                </p>
              )}
              {group === "security" && security.some(({ name }) => name === "state") && (
                <button type="button" class="quiet inset" onClick={() => void state.renew()}>
                  {words.renew}
                </button>
              )}
            </fieldset>
          ),
      )}
      {more.length > 0 && (
        <details class="fold">
          <summary>
            {words.group.extra} <span class="muted">{more.length}</span>
          </summary>
          <div class="fields">
            {more.map((field) => (
              <Field key={field.name} field={field} />
            ))}
          </div>
        </details>
      )}
      {addresses.length > 0 && (
        <details class="fold">
          <summary>{words.addresses}</summary>
          <div class="fields">
            {addresses.map((field) => (
              <Field key={field.name} field={field} />
            ))}
          </div>
        </details>
      )}
      <fieldset>
        <legend>{words.extraTitle}</legend>
        <p class="hint">{words.extraLead}</p>
        {extra.value.map(([name, value], i) => (
          <ExtraRow key={i} i={i} name={name} value={value} />
        ))}
        <button type="button" class="quiet inset" id="request-add" onClick={() => (extra.value = [...extra.value, ["", ""]])}>
          {words.add}
        </button>
        {state.moreHeaders.value.length > 0 && (
          <div class="more-headers">
            <p class="hint">{words.moreHeaders}</p>
            <ul class="plain">
              {state.moreHeaders.value.map(([name, value], i) => (
                <li key={i}>
                  <code>
                    {name}: {state.isSecretName(name) && !state.revealed.value ? `••••••…[${value.length}]` : value}
                  </code>{" "}
                  <button type="button" class="link" aria-label={words.dropHeader(name)} onClick={() => (state.moreHeaders.value = state.moreHeaders.value.filter((_, at) => at !== i))}>
                    ×
                  </button>
                </li>
              ))}
            </ul>
          </div>
        )}
      </fieldset>
      <Problems problems={problems.value.others} />
    </>
  );
}

/** Back from the sign-in: what was not kept is asked for again, where it is typed, until the tokens are asked for. */
function Resumed({ names }: { names: string[] }) {
  const words = w.value;
  useEffect(() => {
    goToField(names[0]!);
  }, [names]);
  return (
    <p class="stale" role="status">
      {words.resumed(names.map(nameOf).join(", "))}
    </p>
  );
}

/** The addresses from the provider's own metadata, on a click. */
function Discover() {
  const words = w.value;
  const { undiscovered, discovering } = state;
  const why = undiscovered.value;
  return (
    <>
      <button type="button" class="quiet inset" disabled={discovering.value} onClick={() => void state.discover()}>
        {discovering.value ? words.discovering : words.discover}
      </button>
      {why && (
        <p class="problem error" role="alert">
          <span aria-hidden="true">✕</span> {"kind" in why ? [words.error[why.kind], why.message, why.hint].filter(Boolean).join(". ") : words.undiscovered(why.url, why.status)}
        </p>
      )}
    </>
  );
}

function ExtraRow({ i, name, value }: { i: number; name: string; value: string }) {
  const words = w.value;
  const input = useRef<HTMLInputElement>(null);
  const fresh = useSignal(name === "" && value === "");
  useEffect(() => {
    if (fresh.peek()) input.current?.focus();
  }, []);
  const set = (pair: [string, string]) => (state.extra.value = state.extra.value.map((old, at) => (at === i ? pair : old)));
  return (
    <div class="extra-row">
      <input ref={input} class="mono" aria-label={words.extraName(i + 1)} placeholder={words.name} value={name} autocomplete="off" autocapitalize="off" spellcheck={false} onInput={(event) => set([event.currentTarget.value, value])} />
      <input class="mono" aria-label={words.extraValue(i + 1)} placeholder={words.value} value={value} autocomplete="off" autocapitalize="off" spellcheck={false} onInput={(event) => set([name, event.currentTarget.value])} />
      <button
        type="button"
        class="quiet"
        aria-label={words.remove(i + 1)}
        onClick={() => {
          state.extra.value = state.extra.value.filter((_, at) => at !== i);
          document.getElementById("request-add")?.focus();
        }}
      >
        ×
      </button>
    </div>
  );
}
