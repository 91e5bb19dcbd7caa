/** Report, schema 1, as internal/logparse/report/report.go writes it. Fields are added, never renamed. */

export const SCHEMA = 1;

export type Claimed = "success" | "failure" | "none";
export type Actual = "success" | "failure" | "mixed" | "undetermined";
export type Verdict = "agrees" | "misclassified_success" | "misclassified_failure" | "undetermined";
export type Severity = "error" | "warning" | "info";
export type Confidence = "certain" | "likely" | "possible";

export interface Report {
  schema: number;
  summary: Summary;
  exchanges: Exchange[];
  findings: Finding[];
  tokens: Token[];
  /** Places a viewer masks until asked. */
  secrets: Span[];
  stats: Stats;
  redacted: boolean;
}

export interface Summary {
  verdict: Verdict;
  claimed: Claimed;
  actual: Actual;
  headline: string;
  /** Actual rests on a finding that is no more than possible. */
  guess?: boolean;
  exchange?: string;
  /** What the paste was taken for: log, token, redirect_url, curl, har, empty, binary. */
  kind?: string;
}

/** Byte offsets into the UTF-8 text; line and column are 1-based, column in bytes. */
export interface Span {
  start: number;
  end: number;
  line: number;
  column: number;
}

export interface Quote {
  span: Span;
  text: string;
  /** Of evidence: two lines before it say the same; enough to name its line. */
  again?: boolean;
}

export interface Exchange {
  id: string;
  span: Span;
  alsoAt?: Span[];
  label?: Quote;
  /** RFC 3339, UTC. */
  at?: string;
  provider?: string;
  endpoint?: string;
  grant?: string;
  request?: Request;
  response?: Response;
  claimed: Claimed;
  claimedBy?: Quote;
  actual: Actual;
  verdict: Verdict;
  /** Ids of Report.tokens. */
  tokens?: string[];
}

export interface Request {
  method?: string;
  url?: string;
  params?: Param[];
}

export interface Param {
  name: string;
  value: string;
}

export interface Response {
  status?: number;
  statusText?: string;
  contentType?: string;
  body: "json" | "form" | "html" | "text" | "jwt" | "empty" | "none";
  error?: string;
  errorDescription?: string;
  providerCode?: string;
}

export interface Finding {
  rule: string;
  severity: Severity;
  confidence: Confidence;
  exchange?: string;
  title: string;
  detail: string;
  causes?: string[];
  fixes?: string[];
  codes?: string[];
  refs?: Ref[];
  evidence?: Quote[];
  moreEvidence?: boolean;
  missing?: string[];
}

export interface Ref {
  label: string;
  url: string;
}

export interface Token {
  id: string;
  span: Span;
  exchange?: string;
  use: string;
  kind: "jws" | "jwe" | "opaque";
  looks?: string;
  alg?: string;
  kid?: string;
  issuer?: string;
  realm?: string;
  audience?: string[];
  azp?: string;
  subject?: string;
  scope?: string;
  /** Unix seconds, as are the three below. */
  issuedAt?: number;
  notBefore?: number;
  authTime?: number;
  expiresAt?: number;
  /** Seconds, exp − iat. */
  lifetime?: number;
  /** At Stats.at. */
  state: "valid" | "expired" | "not_yet_valid" | "unknown";
  complete: boolean;
  claims?: Claim[];
  checks?: Check[];
  repairs?: string[];
  damage?: Damage[];
}

/** Value is compact JSON. */
export interface Claim {
  name: string;
  value: string;
}

export interface Check {
  name: string;
  result: "pass" | "fail" | "unknown";
  reason: string;
}

export interface Damage {
  part: string;
  span: Span;
  text: string;
  reason: string;
}

export interface Stats {
  bytes: number;
  lines: number;
  encoding?: string;
  /** RFC 3339: the log's own time, tokens are judged by it. */
  at?: string;
  /** date_header, log_line, token_iat, now. */
  atSource?: "date_header" | "log_line" | "body_time" | "now";
  exchangesOmitted?: number;
  findingsOmitted?: number;
  tokensOmitted?: number;
  regionsRead?: number;
}
