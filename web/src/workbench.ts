/** What the methods of the Token and Waves views take and answer, as internal/rpc/keys and internal/rpc/vault write it. */

export type Confidence = "certain" | "likely" | "guess";

export interface InspectParams {
  text: string;
  /** RFC 3339. */
  now: string;
  /** Search for what text recognition damaged: takes seconds. */
  recover: boolean;
  lang: string;
}

export interface Inspected {
  tokens: InspectedToken[];
  omitted?: number;
}

export interface InspectedToken {
  /** What the text calls it. */
  name?: string;
  /** Byte of the text. */
  offset: number;
  kind: "jws" | "jwe" | "opaque";
  complete: boolean;
  use?: string;
  family?: string;
  header: Field[];
  unprotected?: Field[];
  claims: Field[];
  repairs: string[];
  damage: InspectedDamage[];
  checks: TokenCheck[];
  /** What a token without structure looks like. */
  opaque?: string;
  recovered?: boolean;
  nested?: InspectedToken;
}

/** Value is compact JSON. */
export interface Field {
  name: string;
  value: string;
  what?: string;
  should?: string;
  source?: string;
  kind?: string;
  /** RFC 3339, of a time. */
  time?: string;
  /** The same against now, in words. */
  ago?: string;
  confidence: Confidence;
}

/** Offset is a byte of the text given. */
export interface InspectedDamage {
  part: string;
  offset: number;
  text: string;
  reason: string;
}

export interface TokenCheck {
  name: string;
  title: string;
  result: "pass" | "fail" | "unknown";
  reason: string;
  /** A failure is bad practice, not an invalid token. */
  advice?: boolean;
}

/** What is left empty makes its checks unknown. */
export interface VerifyParams {
  token: string;
  keys: string;
  use: string;
  issuer: string;
  audience: string;
  clientId: string;
  nonce: string;
  accessToken: string;
  code: string;
  /** RFC 3339; empty is the clock. */
  now: string;
  /** Seconds. */
  leeway: number;
  lang: string;
}

export interface DecryptParams {
  token: string;
  key: string;
  now: string;
  lang: string;
}

export interface SignParams {
  alg: string;
  /** Empty makes a fresh one. */
  key: string;
  header: object;
  claims: object;
  lang: string;
}

export interface Signed {
  token: string;
  jwks: string;
  pem?: string;
}

export interface Comparison {
  differences: Difference[] | null;
  meaning: string[] | null;
}

export interface Difference {
  where: string;
  name: string;
  a?: unknown;
  b?: unknown;
  change: string;
  added?: string[];
  removed?: string[];
  delta?: string;
}

/** The seed is sent to the worker and nowhere else. */
export interface WavesSignParams {
  seed: string;
  seedKind: "text" | "base58" | "privateKey";
  nonce: number;
  chain: string;
  clientId: string;
  scope: string;
  /** Seconds from now; without it as long as the service allows. */
  lifetime?: number;
  lang: string;
}

/** Nothing in it is secret but the password. */
export interface WavesPassword {
  username: string;
  password: string;
  formBody: string;
  address: string;
  chain: string;
  clientId: string;
  /** Unix seconds. */
  expires: number;
  /** What was signed, as text; the bytes have a prefix before it. */
  text: string;
  /** The signed bytes, hex. */
  message: string;
}

export interface WavesSigned extends WavesPassword {
  /** The address of the seed without the white space around it, where that is another account. */
  trimmedAddress?: string;
  /** Other accounts that the same typing could mean. */
  alternatives?: { reading: "trimmed" | "text" | "base58" | "privateKey"; address: string }[];
  /** The token request, ready to run. */
  snippets: { lang: "curl" | "fetch" | "go" | "python"; code: string }[];
}

export interface WavesWalletParams {
  chain: string;
  clientId: string;
  /** Unix seconds. */
  expires: number;
  lang: string;
}

export interface WavesWallet {
  text: string;
  /** Base64 with its prefix. */
  binary: string;
  /** Hex. */
  bytes: string;
  /** JavaScript. */
  signer: string;
  keeper: string;
}

export interface WavesVerifyParams {
  input: string;
  /** Empty: that of the endpoint in the input. */
  chain: string;
  clientId: string;
  lang: string;
}

export interface WavesMistake {
  mistake: string;
  explanation: string;
  cause: string;
  fix: string;
  detail?: string;
}

export interface WavesVerdict {
  valid: boolean;
  mistake: string;
  explanation: string;
  fix: string;
  mistakes: WavesMistake[] | null;
  input: string;
  username: string;
  address: string;
  chain: string;
  clientId: string;
  expires: number;
  signed?: string;
  signedText?: string;
  possible?: string[];
  laxAccepts?: string[];
  warnings?: string[];
  repaired?: WavesPassword;
}
