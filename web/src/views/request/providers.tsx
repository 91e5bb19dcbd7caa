import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { goTo } from "../../go.ts";
import type { Provider } from "../../requests.ts";
import { lang, linkTo } from "../../settings.ts";
import { choose, loadProviders, providers } from "./state.ts";
import { w } from "./words.ts";

const search = signal("");

const textOf = (provider: Provider) => JSON.stringify(provider).toLowerCase();
const idOf = (id: string) => `provider-${id}`;

export function Providers({ chosen }: { chosen: string }) {
  const words = w.value;
  const all = providers.value;
  useEffect(() => void loadProviders(), [lang.value]);
  useEffect(() => {
    if (!chosen || all.length === 0) return;
    search.value = "";
    requestAnimationFrame(() => goTo(idOf(chosen)));
  }, [chosen, all.length > 0]);
  const asked = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const found = all.filter((provider) => asked.every((word) => textOf(provider).includes(word))).sort((a, b) => a.name.localeCompare(b.name));
  return (
    <div class="rules spaced">
      <p class="lead">{words.providersLead}</p>
      <div class="field rule-search">
        <label for="providers-search">{words.search}</label>
        <input id="providers-search" type="search" placeholder={words.searchPlaceholder} spellcheck={false} autocomplete="off" value={search.value} onInput={(event) => (search.value = event.currentTarget.value)} />
        <p class="hint" role="status">
          {all.length === 0 ? words.loading : found.length === 0 ? words.noneFound : words.found(found.length)}
        </p>
      </div>
      <section>
        {found.map((provider) => (
          <ProviderPart key={provider.id} provider={provider} open={provider.id === chosen || found.length <= 2} />
        ))}
      </section>
    </div>
  );
}

function ProviderPart({ provider, open }: { provider: Provider; open: boolean }) {
  const words = w.value;
  const { id, name, variants, grants, clientAuth, scopes, quirks, hosts } = provider;
  const build = (to: { grant?: string; endpoint?: string; variant?: string }) => () => void choose({ profile: id, variant: "", grant: "", endpoint: "", clientAuth: "", ...to });
  return (
    <details class="rule-entry" id={idOf(id)} open={open}>
      <summary>
        <code>{id}</code> <span class="rule-title">{name}</span>
      </summary>
      {id === "moex" && (
        <p>
          <a href={linkTo("request", "moex")}>{words.migrate}</a>
        </p>
      )}
      <dl class="reasons">
        <Part label={words.grants}>
          {grants?.map(({ type, pkce, note, variants: only }) => (
            <li key={type + (only?.join() ?? "")}>
              <a href={linkTo("request")} onClick={build({ grant: type, variant: only?.[0] ?? "" })}>
                {words.grantName[type] ?? type}
              </a>{" "}
              <span class="muted">
                {pkce && `${words.pkce[pkce] ?? pkce}. `}
                {only?.length ? `${only.map((one) => variants.find((variant) => variant.id === one)?.name ?? one).join(", ")}. ` : ""}
                {note}
              </span>
            </li>
          ))}
        </Part>
        <Part label={words.endpoints}>
          {variants.map((variant) => (
            <li key={variant.id} class="variant">
              <b>{variant.name}</b> {variant.note && <span class="muted">{variant.note}</span>}
              <dl>
                {Object.entries(variant.endpoints)
                  .filter(([, url]) => url)
                  .map(([endpoint, url]) => (
                    <div key={endpoint}>
                      <dt>{endpoint}</dt>
                      <dd>
                        <code>{url}</code>
                      </dd>
                    </div>
                  ))}
              </dl>
              {variant.vars?.map(({ name: part, help }) => (
                <p key={part}>
                  <code>{`{${part}}`}</code> <span class="muted">{help}</span>
                </p>
              ))}
            </li>
          ))}
        </Part>
        <Part label={words.clientAuthMethods}>
          {clientAuth?.map(({ name: method, help }) => (
            <li key={method}>
              <code>{method}</code> <span class="muted">{help}</span>
            </li>
          ))}
        </Part>
        <Part label={words.scopeList}>
          {scopes?.map(({ name: scope, help }) => (
            <li key={scope}>
              <code>{scope}</code> <span class="muted">{help}</span>
            </li>
          ))}
        </Part>
        <Part label={words.quirks}>
          {quirks?.map(({ id: quirk, text, source, confidence }) => (
            <li key={quirk}>
              {text}{" "}
              <span class="muted">
                {source &&
                  (/^https:\/\//.test(source.url) ? (
                    <a href={source.url} target="_blank" rel="noreferrer noopener">
                      {source.label}
                    </a>
                  ) : (
                    source.label
                  ))}
                {source?.checked && `, ${words.read(source.checked)}`}
                {confidence && confidence !== "certain" && confidence !== "confirmed" && ` (${words.confidence[confidence] ?? confidence})`}
              </span>
            </li>
          ))}
        </Part>
        <Part label={words.hosts}>{hosts?.length ? [<li class="mono">{hosts.join(", ")}</li>] : []}</Part>
      </dl>
    </details>
  );
}

function Part({ label, children }: { label: string; children: ComponentChildren[] | undefined }) {
  if (!children?.length) return null;
  return (
    <div class="reason">
      <dt>{label}</dt>
      <dd>
        <ul class="plain">{children}</ul>
      </dd>
    </div>
  );
}
