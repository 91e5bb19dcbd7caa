/** What the methods of the Request view take and answer, as internal/request, internal/moex and internal/relay write it. */
import type { Report } from "./report.ts";

export type Pair = [name: string, value: string];

/** The first header of a name, which is given in lower case. */
export const headerOf = (headers: Pair[], name: string) => headers.find(([known]) => known.toLowerCase() === name)?.[1];

export interface ProviderList {
  providers: Provider[];
}

export interface Provider {
  id: string;
  name: string;
  kind: string;
  variants: Variant[];
  grants: { type: string; variants?: string[] | null; pkce?: string; note?: string }[] | null;
  clientAuth: Explained[] | null;
  scopes: Explained[] | null;
  quirks: Quirk[] | null;
  hosts: string[] | null;
}

export interface Variant {
  id: string;
  name: string;
  note?: string;
  vars?: { name: string; default?: string; help?: string }[] | null;
  /** Templates: {name} stands for a var. */
  endpoints: Record<string, string>;
}

export interface Explained {
  name: string;
  help?: string;
}

export interface Quirk {
  id: string;
  text: string;
  source?: { label: string; url: string; checked?: string };
  confidence?: string;
}

/** What chooses a form. Endpoint is empty for a grant. */
export interface FormParams {
  profile: string;
  variant: string;
  vars: Record<string, string>;
  grant: string;
  endpoint: string;
  clientAuth: string;
  lang: string;
}

export interface Form {
  steps: Step[];
  fields: FormField[];
  clientAuth: Explained[];
  /** The client authentication the fields are for. */
  method: string;
  notes: string[] | null;
}

export interface Step {
  id: string;
  title: string;
  help?: string;
  optional?: boolean;
  /** A page for the browser to open, not a request to send. */
  browser?: boolean;
}

export interface FormField {
  /** The parameter; var.NAME and url.STEP are parts of the address, assertion.NAME is for the client's assertion. */
  name: string;
  step: string[];
  group: "endpoint" | "client" | "grant" | "security" | "extra";
  kind: "text" | "secret" | "multiline" | "select" | "url" | "scope" | "key";
  value: string;
  placeholder?: string;
  required: boolean;
  help: string;
  options?: { value: string; label: string }[] | null;
}

export interface BuildParams extends FormParams {
  step: string;
  values: Record<string, string>;
  extra: Pair[];
  dpop: string;
  assertion: string;
  /** Headers that no field makes. */
  moreHeaders?: Pair[];
}

export interface HttpRequest {
  method: string;
  url: string;
  headers: Pair[];
  body: string;
}

export interface Built extends HttpRequest {
  http: string;
  curl: string;
  httpMasked: string;
  curlMasked: string;
  /** Bytes of http. */
  secrets: { name: string; start: number; end: number }[] | null;
  problems: Problem[] | null;
}

export interface Problem {
  field: string;
  severity: "error" | "warning" | "info";
  message: string;
  hint?: string;
}

export interface Imported {
  requests: ImportedRequest[] | null;
  callback: { text?: string } | null;
  notes: string[] | null;
}

export interface ImportedRequest extends HttpRequest {
  label: string;
  profile: string;
  variant: string;
  vars: Record<string, string> | null;
  grant: string;
  endpoint: string;
  step: string;
  clientAuth: string;
  values: Record<string, string> | null;
  extra: Pair[] | null;
  moreHeaders?: Pair[] | null;
  /** Signatures as they were sent: a new one needs the key. */
  assertion?: string;
  dpop?: string;
}

/** What a callback is held against. */
export interface Expected {
  state: string;
  nonce: string;
  issuer: string;
  clientId: string;
  redirectUri: string;
  responseMode: string;
  /** Whoever asks verifies the signature of a JARM answer. */
  verifies?: boolean;
}

export interface CallbackRead {
  params: Pair[] | null;
  in: string;
  /** The answer is the JWT of the parameter response. */
  jarm?: boolean;
  code?: string;
  error?: string;
  errorDescription?: string;
  tokens?: { name: string; value: string }[] | null;
  findings: Judgment[] | null;
}

export interface Judgment {
  severity: "error" | "warning" | "info";
  title: string;
  detail?: string;
  fix?: string;
}

export type Environment = "production" | "play";

export interface Migration {
  fields: { name: string; old?: string; new?: string; mark: "changed" | "unchanged" | "new" | "removed"; note?: string }[] | null;
  urls: { old: string; new: string };
  contact: string;
  http: string;
  curl: string;
  httpMasked: string;
  curlMasked: string;
  checks: Judgment[] | null;
  answer: { name: string; note: string }[] | null;
  code: { title: string; text: string }[] | null;
}

export interface AssertionParams {
  /** Private key, for private_key_jwt. */
  key?: string;
  /** For client_secret_jwt. */
  secret?: string;
  alg: string;
  kid: string;
  clientId: string;
  audience: string;
  /** Seconds. */
  lifetime: number;
  lang: string;
}

/** The private key stays in the worker that made it. */
export interface DpopKey {
  id: string;
  jwk: Record<string, unknown>;
  /** RFC 7638. */
  thumbprint: string;
}

export interface DpopParams {
  id: string;
  method: string;
  url: string;
  nonce: string;
  accessToken: string;
  lang: string;
}

export type PhaseName = "dns" | "connect" | "tls" | "send" | "wait" | "body";

/** Milliseconds since the request began; while a phase runs it has no end. */
export interface Phase {
  name: PhaseName;
  start: number;
  end?: number;
  detail?: string;
}

export interface Certificate {
  subject: string;
  issuer: string;
  names?: string[] | null;
  notBefore: string;
  notAfter: string;
}

export interface Trace {
  address?: string;
  phases: Phase[] | null;
  tls?: { version?: string; cipher?: string; alpn?: string; serverName?: string; chain?: Certificate[] | null; problem?: string };
  /** Milliseconds. */
  total: number;
}

export interface RelayResponse {
  proto?: string;
  status: number;
  statusText: string;
  headers: Pair[];
  body: string;
  bodyEncoding: "utf-8" | "base64";
  /** Bytes of the whole body, also of what was not read. */
  size: number;
  truncated?: boolean;
}

/** What the server says in the language asked for, and beside it in each. */
export interface InAnyLanguage {
  message: string;
  hint?: string;
  words?: Words;
}

export type Words = Record<string, { message: string; hint: string }>;

export interface Exchanged {
  request: HttpRequest;
  response?: RelayResponse;
  failure?: { phase: string; code: string } & InAnyLanguage;
  /** What the relay has to say: a redirect that it did not follow, a body cut short. */
  notes?: ({ code: string } & InAnyLanguage)[] | null;
  trace: Trace;
  /** The exchange as HTTP text: what the report's spans point into. */
  transcript: string;
  report: Report;
}
