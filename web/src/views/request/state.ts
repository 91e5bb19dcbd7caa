/**
 * The state of the Request view: what is to be requested, the form for it, what was sent and what came. In memory only:
 * it holds secrets.
 */
import { batch, computed, effect, signal } from "@preact/signals";
import { CALLBACK, leave, waitFor } from "../../callback.ts";
import { Engine, EngineError, type Connect } from "../../engine.ts";
import { asEngineError, connectKeys, keyring, requestEngine } from "../../engines.ts";
import { challengeOf, randomValue } from "../../pkce.ts";
import { direct, relay, relayGet, SendError, translated } from "../../relay.ts";
import { headerOf, type Built, type CallbackRead, type DpopKey, type Exchanged, type Form, type FormField, type HttpRequest, type Imported, type ImportedRequest, type Pair, type Phase, type Provider } from "../../requests.ts";
import { lang } from "../../settings.ts";
import type { TokenCheck } from "../../workbench.ts";
import { askedForNonce, issuedBy, objectIn, objectOf, type Issued } from "./answers.ts";

export interface Choice {
  profile: string;
  variant: string;
  grant: string;
  /** Empty for a grant. */
  endpoint: string;
  /** Empty for the profile's first. */
  clientAuth: string;
}

export type Via = "relay" | "direct";

/** A request that was sent. */
export interface Run {
  id: number;
  at: Date;
  choice: Choice;
  step: string;
  via: Via;
  request: HttpRequest;
  /** What in it is not to be shown. */
  secrets: string[];
  exchanged: Exchanged;
  /** Milliseconds since 1970 of the answer. */
  came: number;
  /** The attempt before, which the server answered by asking for a DPoP nonce. */
  first?: Exchanged;
}

export interface Waiting {
  /** device or ciba */
  step: string;
  userCode: string;
  uri: string;
  uriComplete: string;
  /** Seconds between two polls. */
  interval: number;
  /** Milliseconds since 1970. */
  expires: number;
}

const START: Choice = { profile: "oidc", variant: "", grant: "authorization_code", endpoint: "", clientAuth: "" };

export const providers = signal<Provider[]>([]);
export const choice = signal<Choice>(START);
export const form = signal<Form | null>(null);
/** By field. */
export const values = signal<Record<string, string>>({});
export const extra = signal<Pair[]>([]);
/** Headers of an imported request that no field makes, and the signatures it was sent with. */
export const moreHeaders = signal<Pair[]>([]);
let sent = { assertion: "", dpop: "" };
export const step = signal("");
export const built = signal<Built | null>(null);
/** The engine's failure: of the form or the request. */
export const failure = signal<EngineError | null>(null);
/** Fields that were typed in: their errors are shown at once, those of others when a request is asked for. */
const touched = signal<ReadonlySet<string>>(new Set());
export const asked = signal(false);
export const revealed = signal(false);

/** The request under way. */
export const sending = signal<{ step: string; via: Via; phases: Phase[]; began: number } | null>(null);
export const sendError = signal<SendError | EngineError | null>(null);
export const runs = signal<Run[]>([]);
/** The run whose answer is shown. */
export const shown = signal<Run | null>(null);
/** Counts answers: a live region speaks and a screen scrolls for each. */
export const answers = signal(0);

export const callback = signal<{ read: CallbackRead; url: string } | null>(null);
/** A popup is waited for. */
export const awaiting = signal(false);
export const popupBlocked = signal(false);
/** Fields whose secrets were not kept while this tab was away at the sign-in; null where it was not. */
export const resumed = signal<string[] | null>(null);
export const waiting = signal<Waiting | null>(null);
/** Polling: when the next request goes, in ms since 1970; null when none will. */
export const nextPoll = signal<number | null>(null);

export const provider = computed(() => providers.value.find(({ id }) => id === choice.value.profile));
export const variant = computed(() => provider.value?.variants.find(({ id }) => id === choice.value.variant) ?? provider.value?.variants[0]);
export const currentStep = computed(() => form.value?.steps.find(({ id }) => id === step.value));

/** Typed by a person, or filled in from an answer: another form keeps these. */
let kept = new Set<string>();

export async function loadProviders(): Promise<void> {
  const wanted = lang.peek();
  try {
    const list = (await requestEngine.providers(wanted)).providers;
    if (wanted === lang.peek()) providers.value = list;
  } catch (error) {
    failure.value = asEngineError(error);
  }
}

let formAsked = 0;

/** Chooses what to request, and gets the form for it. Fills are values that come with it. */
export async function choose(to: Partial<Choice>, fills: Record<string, string> = {}, at = ""): Promise<void> {
  const before = choice.peek();
  const next = { ...before, ...to };
  // What was typed for one provider is not for another.
  if (next.profile !== before.profile) {
    kept = new Set();
    values.value = {};
    extra.value = moreHeaders.value = [];
    sent = { assertion: "", dpop: "" };
  } else if (next.variant !== before.variant) {
    kept = new Set([...kept].filter((name) => !name.startsWith("url.") && !name.startsWith("var.")));
  }
  if (next.profile !== before.profile || next.grant !== before.grant || next.endpoint !== before.endpoint) {
    callback.value = waiting.value = sendError.value = null;
    stopPolling();
  }
  for (const name of Object.keys(fills)) kept.add(name);
  choice.value = next;
  values.value = { ...values.peek(), ...fills };
  const mine = ++formAsked;
  const load = async () => {
    const known = Object.fromEntries(Object.entries(values.peek()).filter(([name]) => kept.has(name) && name.startsWith("var.")).map(([name, value]) => [name.slice(4), value]));
    try {
      const got = await requestEngine.requestForm({ ...next, vars: known, lang: lang.peek() });
      if (mine !== formAsked) return;
      await fill(got, at);
      failure.value = null;
    } catch (error) {
      if (mine === formAsked) failure.value = asEngineError(error);
    }
  };
  await (forming = load());
}

let forming: Promise<unknown> = Promise.resolve();
let building: Promise<unknown> = Promise.resolve();

/** When form and request are of what was typed and chosen last. */
export async function settled(): Promise<void> {
  await forming;
  await building;
}

async function fill(got: Form, at: string): Promise<void> {
  const fresh = Object.fromEntries(Object.entries(GENERATED).map(([name, make]) => [name, make(values.peek()[name])]));
  const fillings = () => {
    const filled = Object.fromEntries(Object.entries(values.peek()).filter(([name]) => kept.has(name)));
    for (const { name, value } of got.fields) if (!kept.has(name)) filled[name] = value || fresh[name] || "";
    return filled;
  };
  // The challenge takes a moment, in which somebody may type: what they typed is read after it.
  const verifier = fillings()["code_verifier"] ?? "";
  const made = await challenge(verifier);
  const filled = fillings();
  if ((filled["code_verifier"] ?? "") !== verifier) return fill(got, at);
  if ("code_verifier" in filled && !kept.has("code_challenge")) filled["code_challenge"] = made;
  const ids = got.steps.map(({ id }) => id);
  batch(() => {
    form.value = got;
    values.value = filled;
    step.value = ids.includes(at) ? at : (got.steps.find(({ optional }) => !optional)?.id ?? ids[0] ?? "");
    asked.value = false;
    touched.value = new Set();
  });
}

/** What the page makes itself. */
const GENERATED: Record<string, (old: string | undefined) => string> = {
  redirect_uri: () => location.origin + CALLBACK,
  post_logout_redirect_uri: () => location.origin + CALLBACK,
  state: (old) => old || randomValue(),
  nonce: (old) => old || randomValue(),
  code_verifier: (old) => old || randomValue(),
  code_challenge_method: () => "S256",
};

/** Without WebCrypto (a page that is neither https nor of this machine) the challenge has to be typed. */
const challenge = (verifier: string) => (verifier ? challengeOf(verifier).catch(() => "") : Promise.resolve(""));

export function setValue(name: string, value: string): void {
  kept.add(name);
  values.value = { ...values.peek(), [name]: value };
  if (!touched.peek().has(name)) touched.value = new Set([...touched.peek(), name]);
  if (name === "code_verifier" && !touched.peek().has("code_challenge")) {
    void challenge(value).then((made) => values.peek()["code_verifier"] === value && (values.value = { ...values.peek(), code_challenge: made }));
  }
}

/** New values for what ties the callback to this request. */
export async function renew(): Promise<void> {
  const fresh: Record<string, string> = {};
  for (const name of ["state", "nonce", "code_verifier"]) if (name in values.peek()) fresh[name] = randomValue();
  if (fresh["code_verifier"]) fresh["code_challenge"] = await challenge(fresh["code_verifier"]);
  values.value = { ...values.peek(), ...fresh };
}

/** A private key goes to the worker that signs, and nowhere else. */
const isKey = ({ kind }: FormField) => kind === "key";

/** What stands for a signature while the request is being built. */
const LATER = "SIGNED_WHEN_SENT";

const hasKey = () => !!values.peek()["assertion.key"];

const ofStep = (got: Form, at: string) => got.fields.filter((field) => field.step.includes(at));

export const signs = computed(() => !!form.value && ofStep(form.value, step.value).some(isKey));
export const dpopAlg = computed(() => (form.value?.fields.some(({ name, step: at }) => name === "dpop" && at.includes(step.value)) ? (values.value["dpop"] ?? "") : ""));

/** A signature that is not made here is the one the imported request was sent with. */
function params(got: Form, signed: { assertion: string; dpop: string }) {
  const known: Record<string, string> = {};
  for (const field of got.fields) {
    const value = values.peek()[field.name];
    if (value !== undefined && !isKey(field)) known[field.name] = value; // an empty one is not sent
  }
  return { ...choice.peek(), clientAuth: got.method, vars: {}, step: step.peek(), values: known, extra: extra.peek().filter(([name]) => name), moreHeaders: moreHeaders.peek(), assertion: signed.assertion || sent.assertion, dpop: signed.dpop || sent.dpop, lang: lang.peek() };
}

let buildAsked = 0;

effect(() => {
  const got = form.value;
  void [values.value, extra.value, moreHeaders.value, step.value, lang.value];
  if (!got) return;
  const mine = ++buildAsked;
  building = requestEngine.requestBuild(params(got, { assertion: signs.peek() && hasKey() ? LATER : "", dpop: dpopAlg.peek() ? LATER : "" })).then(
    (made) => mine === buildAsked && (built.value = made),
    (error) => mine === buildAsked && (failure.value = asEngineError(error)),
  );
});

export const problems = computed(() => {
  const fields = new Set(form.value?.fields.map(({ name }) => name));
  const all = built.value?.problems ?? [];
  const open = (field: string) => asked.value || touched.value.has(field);
  return {
    of: (field: string) => all.filter((problem) => problem.field === field && (problem.severity !== "error" || open(field) || !!values.value[field])),
    others: all.filter((problem) => !fields.has(problem.field) && (problem.severity !== "error" || asked.value || !problem.field)),
    errors: all.filter((problem) => problem.severity === "error"),
  };
});

/** The key of DPoP proofs lives in a worker of its own until the algorithm changes or the tab is closed. */
let proofs: { alg: string; engine: Engine; key: DpopKey } | null = null;
export const dpopKey = signal<DpopKey | null>(null);
/** The nonce that each server asked for last (RFC 9449 section 8). */
const nonces = new Map<string, string>();

async function proofKey(alg: string): Promise<NonNullable<typeof proofs>> {
  if (proofs?.alg === alg) return proofs;
  proofs?.engine.stop();
  const engine = new Engine(connectKeys as Connect);
  const key = await engine.dpopKey({ alg, lang: lang.peek() });
  dpopKey.value = key;
  return (proofs = { alg, engine, key });
}

/** The request as it is to be sent: signed now. */
async function ready(): Promise<HttpRequest & { secrets: string[] }> {
  const got = form.peek()!;
  const value = (name: string) => values.peek()[name] ?? "";
  const assertion = signs.peek() && (hasKey() || !sent.assertion)
    ? await keyring.run((engine) =>
        engine.clientAssertion({
          ...(got.method === "client_secret_jwt" ? { secret: value("assertion.key") } : { key: value("assertion.key") }),
          alg: value("assertion.alg"),
          kid: value("assertion.kid"),
          clientId: value("client_id"),
          audience: value("assertion.aud"),
          lifetime: 60,
          lang: lang.peek(),
        }),
      )
    : "";
  const plain = params(got, { assertion, dpop: "" });
  const alg = dpopAlg.peek();
  if (!alg) return httpOf(await requestEngine.requestBuild(plain));
  const { method, url } = await requestEngine.requestBuild({ ...plain, dpop: LATER });
  const { engine, key } = await proofKey(alg);
  const proof = await engine.dpopProof({ id: key.id, method, url, nonce: nonces.get(new URL(url).origin) ?? "", accessToken: value("access_token"), lang: lang.peek() });
  return httpOf(await requestEngine.requestBuild({ ...plain, dpop: proof }));
}

function httpOf({ method, url, headers, body, http, secrets }: Built): HttpRequest & { secrets: string[] } {
  const bytes = new TextEncoder().encode(http);
  return { method, url, headers: headers ?? [], body, secrets: (secrets ?? []).map(({ start, end }) => new TextDecoder().decode(bytes.subarray(start, end))) };
}

let running: AbortController | null = null;

export function cancel(): void {
  running?.abort();
  stopPolling();
}

/** Sends the step. Says what came, or null where nothing did. */
export async function send(via: Via): Promise<Run | null> {
  running?.abort();
  const mine = (running = new AbortController());
  const at = step.peek();
  const of = choice.peek();
  const transport = via === "relay" ? relay : direct;
  const go = (request: HttpRequest) => {
    sending.value = { step: at, via, phases: [], began: performance.now() };
    return transport(request, { signal: mine.signal, onPhase: (phase) => running === mine && note(phase) });
  };
  sendError.value = null;
  try {
    let { secrets, ...request } = await ready();
    if (mine.signal.aborted) throw new SendError("cancelled");
    let exchanged = await go(request);
    let first: Exchanged | undefined;
    keepNonce(exchanged);
    if (dpopAlg.peek() && askedForNonce(exchanged)) {
      first = exchanged;
      ({ secrets, ...request } = await ready());
      exchanged = await go(request);
      keepNonce(exchanged);
    }
    if (running !== mine) return null;
    if (exchanged.failure?.code === "cancelled") throw new SendError("cancelled");
    const run: Run = { id: (runs.peek().at(-1)?.id ?? 0) + 1, at: new Date(), came: Date.now(), choice: of, step: at, via, request, secrets, exchanged, ...(first ? { first } : {}) };
    batch(() => {
      runs.value = [...runs.peek(), run];
      shown.value = run;
      answers.value++;
      revealed.value = false;
      resumed.value = null;
    });
    goOn(run);
    return run;
  } catch (error) {
    if (running !== mine) return null;
    sendError.value = error instanceof SendError ? error : asEngineError(error);
    // The answer before is not this one's; it stays among those that Compare lists.
    if (!(error instanceof SendError && error.kind === "cancelled")) shown.value = null;
    return null;
  } finally {
    if (running === mine) {
      running = null;
      sending.value = null;
    }
  }
}

function note(phase: Phase): void {
  const now = sending.peek();
  if (!now) return;
  const phases = now.phases.filter(({ name, start }) => name !== phase.name || start !== phase.start);
  sending.value = { ...now, phases: [...phases, phase] };
}

function keepNonce({ request, response }: Exchanged): void {
  const nonce = headerOf(response?.headers ?? [], "dpop-nonce");
  if (nonce) nonces.set(new URL(request.url).origin, nonce);
}

/** Another language was chosen: what is shown of answers is said in it. */
export async function translate(): Promise<void> {
  const to = lang.peek();
  const inLang = <E>(error: E): E | SendError => (error instanceof SendError && error.words?.[to] ? new SendError(error.kind, error.words[to].message, error.words[to].hint, error.words) : error);
  sendError.value = inLang(sendError.peek());
  undiscovered.value = inLang(undiscovered.peek());
  try {
    for (const run of runs.peek()) {
      const now = { ...run, exchanged: await translated(run.exchanged, to, run.at), ...(run.first ? { first: await translated(run.first, to, run.at) } : {}) };
      if (to !== lang.peek()) return;
      runs.value = runs.peek().map((one) => (one.id === run.id ? now : one));
      if (shown.peek()?.id === run.id) shown.value = now;
    }
    const came = callback.peek();
    if (came) {
      await readCallback(came.url);
      await verifyJarm(false);
    }
  } catch (error) {
    failure.value = asEngineError(error);
  }
}

/** What an answer brings for the next step is filled in there. */
function goOn({ step: at, exchanged, came }: Run): void {
  const { status } = exchanged.response ?? { status: 0 };
  const got = objectOf(exchanged);
  if (!got || status < 200 || status > 299) return;
  const text = (name: string) => (typeof got[name] === "string" || typeof got[name] === "number" ? String(got[name]) : "");
  const take = (...names: string[]) => {
    const fills = Object.fromEntries(names.flatMap((name) => (text(name) ? [[name, text(name)]] : [])));
    for (const name of Object.keys(fills)) kept.add(name);
    values.value = { ...values.peek(), ...fills };
  };
  switch (at) {
    case "par":
      take("request_uri");
      step.value = "authorize";
      return;
    case "device":
    case "ciba":
      if (!text("device_code") && !text("auth_req_id")) return;
      take("device_code", "auth_req_id");
      step.value = "token";
      waiting.value = {
        step: at,
        userCode: text("user_code"),
        uri: text("verification_uri") || text("verification_url"),
        uriComplete: text("verification_uri_complete"),
        interval: Number(text("interval")) || 5, // RFC 8628 section 3.2, CIBA Core section 7.3
        expires: came + (Number(text("expires_in")) || 600) * 1000,
      };
  }
}

/** The members of the metadata that name the endpoints (OpenID Connect Discovery 1.0 section 3, RFC 8414 section 2). */
const METADATA: [member: string, field: string][] = [
  ["authorization_endpoint", "url.authorize"],
  ["token_endpoint", "url.token"],
  ["userinfo_endpoint", "url.userinfo"],
  ["jwks_uri", "url.jwks"],
  ["introspection_endpoint", "url.introspect"],
  ["revocation_endpoint", "url.revoke"],
  ["end_session_endpoint", "url.logout"],
  ["device_authorization_endpoint", "url.device"],
  ["pushed_authorization_request_endpoint", "url.par"],
  ["backchannel_authentication_endpoint", "url.ciba"],
];

export function endpointsIn(metadata: Record<string, unknown> | null): Record<string, string> {
  return Object.fromEntries(METADATA.flatMap(([member, field]) => (typeof metadata?.[member] === "string" ? [[field, metadata[member]]] : [])));
}

/** Whether the profile has an endpoint, or the metadata had. */
export const offers = (endpoint: string) => !!(variant.value?.endpoints[endpoint] || values.value[`url.${endpoint}`]);

/** An endpoint of the profile, as the parts typed in make it; empty where they do not. */
async function addressOf(endpoint: string): Promise<string> {
  const { url } = await requestEngine.requestBuild({ ...choice.peek(), clientAuth: "", grant: "", endpoint, step: endpoint, vars: {}, values: addressValues(), extra: [], dpop: "", assertion: "", lang: lang.peek() });
  return /^https?:\/\/[^{}]+$/.test(url) ? url : "";
}

/** Why the metadata did not come: an address that is not known, a status, or an error. */
export const undiscovered = signal<SendError | { url: string; status: number } | null>(null);
export const discovering = signal(false);

/** Fetches the metadata through the relay, and fills the addresses in. */
export async function discover(): Promise<void> {
  undiscovered.value = null;
  discovering.value = true;
  try {
    const url = await addressOf("discovery");
    const { status, body } = url ? await relayGet(url) : { status: 0, body: "" };
    const found = status === 200 ? endpointsIn(objectIn(body)) : {};
    if (Object.keys(found).length === 0) undiscovered.value = { url, status };
    else await choose({}, found, step.peek());
  } catch (error) {
    if (error instanceof SendError) undiscovered.value = error;
    else failure.value = asEngineError(error);
  } finally {
    discovering.value = false;
  }
}

/** The parts of the address that the person gave. */
const addressValues = () => Object.fromEntries(Object.entries(values.peek()).filter(([name]) => name.startsWith("var.") || name.startsWith("url.")));

export const issued = (run: Run): Issued => issuedBy(run.exchanged);

let pollTimer: ReturnType<typeof setTimeout> | undefined;

export function stopPolling(): void {
  clearTimeout(pollTimer);
  nextPoll.value = null;
}

/** Asks for the tokens again and again, as slowly as the server wants (RFC 8628 section 3.5), until it says yes or no. */
export function poll(via: Via): void {
  stopPolling();
  const now = waiting.peek();
  if (!now) return;
  nextPoll.value = Date.now() + now.interval * 1000;
  pollTimer = setTimeout(() => {
    void send(via).then((run) => {
      if (nextPoll.peek() === null || !run) return stopPolling();
      const error = objectOf(run.exchanged)?.["error"];
      if (error === "slow_down") waiting.value = { ...waiting.peek()!, interval: waiting.peek()!.interval + 5 };
      else if (error !== "authorization_pending" && run.exchanged.response) {
        stopPolling();
        if (!error) waiting.value = null;
        return;
      }
      if (Date.now() > waiting.peek()!.expires) stopPolling();
      else poll(via);
    });
  }, now.interval * 1000);
}

// The redirect and its way back.

let stopWaiting = () => {};

export function stopAwaiting(): void {
  stopWaiting();
  awaiting.value = false;
}

const SIZE = "popup,width=520,height=760";

/** Opens the authorization request in a popup. Called by a click, or browsers block it. */
export async function openPopup(): Promise<void> {
  stopAwaiting();
  callback.value = null;
  popupBlocked.value = false;
  const popup = open("about:blank", "_blank", SIZE);
  if (!popup) {
    popupBlocked.value = true;
    return;
  }
  popup.opener = null; // the provider's page has no business here
  try {
    const { url } = await ready();
    stopWaiting = waitFor(values.peek()["state"] ?? "", (came) => {
      awaiting.value = false;
      void takeCallback(came);
    });
    awaiting.value = true;
    popup.location.href = url;
  } catch (error) {
    popup.close();
    sendError.value = asEngineError(error);
  }
}

interface Pending {
  choice: Choice;
  values: Record<string, string>;
  extra: Pair[];
  moreHeaders: Pair[];
}

/** Parameters and headers by names that promise a secret. */
export const isSecretName = (name: string) => /secret|password|token|assertion|authorization|cookie|key/i.test(name);
const withoutSecrets = (pairs: Pair[]) => pairs.filter(([name]) => !isSecretName(name));

/** Secrets in the form that a sign-in in this tab forgets. */
export const forgotten = computed(() => (form.value?.fields ?? []).filter(({ name, kind }) => name !== "code_verifier" && (kind === "secret" || kind === "key") && values.value[name]).map(({ name }) => name));

/** Leaves for the authorization request. What is secret is not kept, but for the code_verifier, which is of this one request. */
export async function openHere(): Promise<void> {
  const { url } = await ready();
  const known: Record<string, string> = {};
  for (const { name, kind } of form.peek()!.fields) {
    const value = values.peek()[name];
    if (value && (name === "code_verifier" || (kind !== "secret" && kind !== "key"))) known[name] = value;
  }
  try {
    leave(JSON.stringify({ choice: { ...choice.peek(), clientAuth: form.peek()!.method }, values: known, extra: withoutSecrets(extra.peek()), moreHeaders: withoutSecrets(moreHeaders.peek()) } satisfies Pending));
  } catch {
    // Storage is forbidden: the callback is read, but cannot be held against what was sent.
  }
  location.assign(url);
}

/** Opens a page of the provider that leads nowhere: logout. */
export async function openTab(): Promise<void> {
  const popup = open("about:blank", "_blank");
  if (!popup) return void (popupBlocked.value = true);
  popup.opener = null;
  popup.location.href = (await ready()).url;
}

/** The callback of a sign-in that began in this tab. */
export async function resume(url: string, pending: string | null): Promise<void> {
  if (pending) {
    const left = JSON.parse(pending) as Pending;
    await choose(left.choice, left.values, "authorize");
    extra.value = left.extra;
    moreHeaders.value = left.moreHeaders;
  }
  await takeCallback(url);
  if (pending && callback.peek()?.read.code) {
    const wanted = ofStep(form.peek()!, step.peek()).filter(({ name, kind }) => (kind === "secret" || kind === "key") && !values.peek()[name]);
    resumed.value = wanted.map(({ name }) => name);
  }
}

/** Key sets that came, by address. */
const keySets = new Map<string, string>();

/** The key set did not come; the message is its address. */
export class NoKeys extends Error {}

/** The provider's keys, through the relay. Rejects with NoKeys or a SendError. */
export async function fetchKeys(): Promise<string> {
  const url = await addressOf("jwks");
  if (!url) throw new NoKeys("");
  const { status, body } = await relayGet(url);
  if (status !== 200) throw new NoKeys(url);
  keySets.set(url, body);
  return body;
}

/** What is known of the signature of a JARM answer. */
export interface Jarm {
  busy?: boolean;
  /** What the checks gave; without them the signature is not verified. */
  checks?: TokenCheck[];
  /** The keys did not come: from where, or why. */
  noKeys?: string;
  error?: SendError | EngineError;
  /** It is signed with the client_secret, which is not in the form. */
  needsSecret?: boolean;
}

/** Null where the callback is no JARM answer that could be verified. */
export const jarm = signal<Jarm | null>(null);

/** The checks by which a JARM answer is taken or rejected (JARM section 2.4). */
const JARM_CHECKS = ["form", "alg", "kid", "key", "signature", "exp", "iss", "aud", "crit"];

const issuerOfForm = () => {
  const issuer = filled(variant.peek()?.endpoints["issuer"]);
  return issuer.includes("{") ? "" : issuer;
};

/** Verifies the JARM answer by the keys that are known, or by those that are fetched now. */
export async function verifyJarm(fetching: boolean): Promise<void> {
  const read = callback.peek()?.read;
  const token = read?.params?.find(([name]) => name === "response")?.[1];
  jarm.value = null;
  if (!read?.jarm || token?.split(".").length !== 3) return;
  const mine = (jarm.value = { busy: true }) as Jarm;
  const tell = (now: Jarm) => {
    if (jarm.peek() === mine) jarm.value = now;
  };
  try {
    const secret = /^HS/.test(algOf(token));
    const keys = secret ? (values.peek()["client_secret"] ?? "") : fetching ? await fetchKeys() : (keySets.get(await addressOf("jwks")) ?? "");
    if (!keys) return tell(secret ? { needsSecret: true } : {});
    const checks = await keyring.run((engine) =>
      engine.tokenVerify({ token, keys, discovery: "", use: "", issuer: issuerOfForm(), audience: values.peek()["client_id"] ?? "", clientId: "", nonce: "", accessToken: "", code: "", now: "", leeway: 0, lang: lang.peek() }),
    );
    tell({ checks: checks.filter(({ name }) => JARM_CHECKS.includes(name)) });
  } catch (error) {
    tell(error instanceof NoKeys ? { noKeys: error.message } : { error: error instanceof SendError ? error : asEngineError(error) });
  }
}

function algOf(jwt: string): string {
  try {
    return String((JSON.parse(atob(jwt.split(".")[0]!.replaceAll("-", "+").replaceAll("_", "/"))) as { alg?: unknown }).alg);
  } catch {
    return "";
  }
}

const filled = (template: string | undefined) => (template ?? "").replace(/\{(\w+)\}/g, (whole, name: string) => values.peek()[`var.${name}`] || whole);

/** Reads a callback, as it is held against what was sent. */
async function readCallback(url: string): Promise<CallbackRead> {
  const value = (name: string) => values.peek()[name] ?? "";
  const expected = { state: value("state"), nonce: value("nonce"), issuer: issuerOfForm(), clientId: value("client_id"), redirectUri: value("redirect_uri"), responseMode: value("response_mode"), verifies: true };
  const read = await requestEngine.requestCallback({ text: url, expected, lang: lang.peek() });
  callback.value = { read, url };
  return read;
}

/** Reads a callback, and takes its code to the token step. */
async function takeCallback(url: string): Promise<void> {
  try {
    const { code } = await readCallback(url);
    batch(() => {
      answers.value++;
      if (!code) return;
      kept.add("code");
      values.value = { ...values.peek(), code };
      if (form.peek()?.steps.some(({ id }) => id === "token")) step.value = "token";
    });
    await verifyJarm(false);
  } catch (error) {
    failure.value = asEngineError(error);
  }
}

// Import.

export const imported = signal<Imported | null>(null);

/** Reads a pasted request, and fills the form with the first one in it. Says how many there were. */
export async function importText(text: string): Promise<void> {
  imported.value = null;
  try {
    const got = await requestEngine.requestImport({ text, lang: lang.peek() });
    const [first] = got.requests ?? [];
    if (first) await take(first);
    if (got.callback) await takeCallback(got.callback.text ?? text.trim());
    imported.value = got;
  } catch (error) {
    failure.value = asEngineError(error);
  }
}

/** Fills the form with an imported request. */
export async function take(request: ImportedRequest): Promise<void> {
  const { profile, variant: of, grant, endpoint, clientAuth } = request;
  const vars = Object.fromEntries(Object.entries(request.vars ?? {}).map(([name, value]) => [`var.${name}`, value]));
  kept = new Set();
  values.value = {};
  await choose({ profile, variant: of, grant, endpoint, clientAuth }, { ...vars, ...request.values }, request.step);
  sent = { assertion: request.assertion ?? "", dpop: request.dpop ?? "" };
  batch(() => {
    extra.value = request.extra ?? [];
    moreHeaders.value = request.moreHeaders ?? [];
  });
}

export function clearRuns(): void {
  batch(() => {
    runs.value = [];
    shown.value = null;
    sendError.value = null;
    callback.value = null;
    waiting.value = null;
  });
  cancel();
}

/** Forgets everything typed and answered. */
export async function clear(): Promise<void> {
  clearRuns();
  stopAwaiting();
  kept = new Set();
  values.value = {};
  extra.value = moreHeaders.value = [];
  sent = { assertion: "", dpop: "" };
  imported.value = null;
  resumed.value = null;
  proofs?.engine.stop();
  proofs = null;
  dpopKey.value = null;
  await choose({});
}
