import { useRef } from "preact/hooks";
import { engineState, wake } from "./engines.ts";
import { languages, messages } from "./messages.ts";
import { chooseLang, chooseTheme, lang, linkTo, placeIn, t, theme, themes, view, views, type Theme, type View } from "./settings.ts";
import { DiagnoseView } from "./views/diagnose.tsx";
import { RequestView } from "./views/request.tsx";
import { RulesView } from "./views/rules.tsx";
import { TokenView } from "./views/token.tsx";
import { WavesView } from "./views/waves.tsx";

const content: Record<View, () => preact.JSX.Element> = { diagnose: DiagnoseView, token: TokenView, waves: WavesView, request: RequestView, rules: RulesView };

export function App() {
  const words = t.value;
  return (
    <>
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault(); // the hash is the route
          document.getElementById("main")?.focus();
        }}
      >
        {words.skip}
      </a>
      <header>
        <a class="brand" href="#/diagnose">
          <img src="/favicon.svg" alt="" width="22" height="22" /> Grantlens
        </a>
        <Tabs />
        <div class="switches">
          <label class="visually-hidden" for="lang">
            {words.language}
          </label>
          <select id="lang" value={lang.value} onChange={(event) => chooseLang(event.currentTarget.value as (typeof languages)[number])}>
            {languages.map((code) => (
              <option key={code} value={code} lang={code}>
                {messages[code].name}
              </option>
            ))}
          </select>
          <label class="visually-hidden" for="theme">
            {words.theme.label}
          </label>
          <select id="theme" value={theme.value} onChange={(event) => chooseTheme(event.currentTarget.value as Theme)}>
            {themes.map((name) => (
              <option key={name} value={name}>
                {words.theme[name]}
              </option>
            ))}
          </select>
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {views.map((name) => {
          const Content = content[name];
          // All views stay alive, so that going to another loses nothing typed.
          return (
            <div key={name} role="tabpanel" id={`panel-${name}`} aria-labelledby={`tab-${name}`} hidden={view.value !== name}>
              <Content />
            </div>
          );
        })}
      </main>
      <footer>
        <p>{words.privacy}</p>
        <EngineLine />
      </footer>
    </>
  );
}

function Tabs() {
  const list = useRef<HTMLDivElement>(null);
  const go = (to: number) => {
    const name = views[(to + views.length) % views.length]!;
    location.hash = linkTo(name, placeIn(name));
    list.current?.querySelector<HTMLElement>(`#tab-${name}`)?.focus();
  };
  const move = (event: KeyboardEvent) => {
    const at = views.findIndex((name) => event.target === list.current?.querySelector(`#tab-${name}`)); // the view follows later
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: views.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    go(to);
  };
  return (
    <div role="tablist" aria-label={t.value.tabs} ref={list} onKeyDown={move}>
      {views.map((name) => (
        <a key={name} id={`tab-${name}`} role="tab" href={linkTo(name, placeIn(name))} aria-selected={view.value === name} aria-controls={`panel-${name}`} tabIndex={view.value === name ? 0 : -1}>
          {t.value.tab[name]}
        </a>
      ))}
    </div>
  );
}

function EngineLine() {
  const words = t.value.engine;
  const state = engineState.value;
  return (
    <p class={`engine ${state.is}`}>
      {state.is === "ready" ? words.ready(state.version === "dev" ? "" : state.version) : state.is === "loading" ? words.loading : words.failed}
      {state.is === "failed" && (
        <>
          {" "}
          <button type="button" class="link" onClick={() => void wake()}>
            {words.retry}
          </button>
        </>
      )}
    </p>
  );
}
