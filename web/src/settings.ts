/** What the page remembers: the language and the theme chosen, and nothing else, ever. */
import { batch, computed, effect, signal } from "@preact/signals";
import { languages, messages, type Lang } from "./messages.ts";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

function remembered<T extends string>(key: string, allowed: readonly T[]): T | undefined {
  try {
    const value = localStorage.getItem(key);
    return allowed.find((one) => one === value);
  } catch {
    return undefined; // storage may be forbidden
  }
}

function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Then it is not remembered.
  }
}

const LANG = "grantlens.lang";
const THEME = "grantlens.theme";

const preferred: Lang = navigator.languages.some((tag) => tag.toLowerCase().startsWith("ru")) ? "ru" : "en";

export const lang = signal<Lang>(remembered(LANG, languages) ?? preferred);
export const theme = signal<Theme>(remembered(THEME, themes) ?? "system");

/** The words of the chosen language. */
export const t = computed(() => messages[lang.value]);

export function chooseLang(value: Lang): void {
  lang.value = value;
  remember(LANG, value);
}

export function chooseTheme(value: Theme): void {
  theme.value = value;
  remember(THEME, value);
}

export const views = ["diagnose", "token", "waves", "request", "rules"] as const;
export type View = (typeof views)[number];

/** The hash is the route: #/view or #/view/place. */
function routeOfHash(): { view: View; place: string } {
  const [name = "", ...rest] = location.hash.replace(/^#\/?/, "").split("/");
  const place = rest.join("/");
  try {
    return { view: views.find((view) => view === name) ?? "diagnose", place: decodeURIComponent(place) };
  } catch {
    return { view: "diagnose", place: "" };
  }
}

const start = routeOfHash();

export const view = signal<View>(start.view);

/** Where in each view one was last: a tool, a rule. */
const places = signal<Partial<Record<View, string>>>({ [start.view]: start.place });

export const placeIn = (view: View) => places.value[view] ?? "";

export const linkTo = (view: View, place = "") => `#/${view}${place && `/${encodeURIComponent(place)}`}`;

/** Writes where one is in a view into the address, without a step back to where one was. */
export function stayAt(at: View, place: string): void {
  places.value = { ...places.peek(), [at]: place };
  history.replaceState(null, "", linkTo(at, place));
}

export function startSettings(): void {
  addEventListener("hashchange", () => {
    const to = routeOfHash();
    batch(() => {
      view.value = to.view;
      places.value = { ...places.peek(), [to.view]: to.place };
    });
  });
  effect(() => {
    document.documentElement.lang = lang.value;
    document.title = `Grantlens: ${t.value.tab[view.value]}`;
  });
  effect(() => {
    document.documentElement.dataset["theme"] = theme.value;
  });
}
