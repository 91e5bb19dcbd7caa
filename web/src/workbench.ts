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
  /** Where the issuer's discovery document should be, likeliest first. */
  discovery?: string[];
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
  /** The text of the issuer's discovery document. */
  discovery: string;
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
  /** The text of a JSON object: signed as typed. */
  header: string;
  claims: string;
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
export interface WavesSignParams extends WavesExpiry {
  seed: string;
  seedKind: "text" | "base58" | "privateKey";
  nonce: number;
  chain: string;
  clientId: string;
  scope: string;
  /** White space around the seed makes another account: ask answers with both addresses. */
  spaces: "keep" | "trim" | "ask";
  lang: string;
}

/** When a password ends: at a time, or so long from now; without either as late as the service allows. */
export interface WavesExpiry {
  /** Unix seconds. */
  expires?: number;
  /** Seconds from now. */
  lifetime?: number;
  /** The present in Unix seconds, where a clock better than this machine's is known. */
  now?: number;
}

/** The seed as typed makes two accounts; nothing was signed. */
export interface WavesChoice {
  choice: { kept: string; trimmed: string };
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

/** A request, ready to run. */
export interface WavesRequest {
  formBody: string;
  snippets: Snippet[];
}

export interface Snippet {
  lang: "curl" | "fetch" | "go" | "python";
  code: string;
}

export interface WavesSigned extends WavesPassword {
  /** The address of the seed without the white space around it, where that is another account. */
  trimmedAddress?: string;
  /** Other accounts that the same typing could mean. */
  alternatives?: { reading: "trimmed" | "text" | "base58" | "privateKey"; address: string }[];
  /** The token request, ready to run. */
  snippets: Snippet[];
}

export interface WavesWalletParams extends WavesExpiry {
  chain: string;
  clientId: string;
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
  /** Unix seconds. */
  expires: number;
}

export interface WavesAssembleParams {
  publicKey: string;
  signature: string;
  chain: string;
  clientId: string;
  scope: string;
  /** Unix seconds. */
  expires: number;
  lang: string;
}

/** Without a password the verdict says why there is none. */
export interface WavesAssembled {
  verdict: WavesVerdict;
  password?: WavesPassword;
  snippets?: Snippet[];
}

export interface WavesVerifyParams {
  input: string;
  /** Empty: that of the endpoint in the input. */
  chain: string;
  clientId: string;
  /** Tells apart what looks alike without it; empty is fine. It is sent to the worker and nowhere else. */
  seed: string;
  seedKind: WavesSignParams["seedKind"];
  nonce: number;
  /** The account that should have signed, its address or public key; may be empty. */
  expected: string;
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
  /** The same in words. */
  needed?: WavesMistake[];
  laxAccepts?: string[];
  warnings?: string[];
  repaired?: WavesPassword;
}
