/** The state of the Diagnose view: what is in the box, what the engine said of it, what is pointed at. */
import { batch, computed, signal } from "@preact/signals";
import { asEngineError, engineState, logEngine, wake } from "./engines.ts";
import { EngineError } from "./engine.ts";
import { Masker, rangeOf, type Subject } from "./mask.ts";
import { ByteIndex, decodeFile } from "./offsets.ts";
import type { Report, Span } from "./report.ts";
import { lang } from "./settings.ts";
import type { LogEditor, Mark } from "./editor.ts";

/** Files up to here are shown in the editor; larger ones are read without being shown. */
const SHOWN = 64 << 20;

export interface Answer {
  /** The version of the input it speaks of. */
  of: number;
  report: Report;
  subject: Subject;
  masker: Masker;
}

export const answer = signal<Answer | null>(null);
export const failure = signal<EngineError | null>(null);
/** 0 … 1 while the engine reads, else null. */
export const progress = signal<number | null>(null);
export const revealed = signal(false);
/** The finding that the pointer or the focus is on. */
export const pointed = signal<number | null>(null);
/** A file too long for the editor. */
export const held = signal<{ name: string; blob: Blob } | null>(null);
export const hasText = signal(false);
/** Counts answers, so that the live region speaks again when the same verdict comes twice. */
export const answers = signal(0);

export const busy = computed(() => progress.value !== null);

/** Counts the changes of what there is to diagnose. */
const version = signal(0);

/** The input is no longer what the answer speaks of, and nobody reads it. */
export const stale = computed(() => !busy.value && answer.value !== null && answer.value.of !== version.value);

/** A file whose text is in the editor unchanged goes to the engine as its bytes. */
let file: { blob: Blob; text: string; index: ByteIndex } | null = null;
let editor: LogEditor | null = null;
let running: AbortController | null = null;

export function attach(to: LogEditor | null): void {
  editor = to;
}

export function changed(by: "paste" | "edit" | "load"): void {
  batch(() => {
    hasText.value = editor !== null && !editor.empty;
    version.value++;
    if (by !== "load") file = null;
  });
  if (by === "paste") void diagnose(true);
}

export async function openFile(chosen: File): Promise<void> {
  running?.abort();
  const mine = (running = new AbortController());
  batch(() => {
    progress.value = 0;
    failure.value = null;
  });
  try {
    const blob = await unlessStopped(unzipped(chosen), mine.signal);
    if (blob.size > SHOWN) {
      held.value = { name: chosen.name, blob };
      version.value++;
    } else {
      const { text, index } = decodeFile(new Uint8Array(await unlessStopped(blob.arrayBuffer(), mine.signal)));
      loadText(text);
      file = { blob, text, index };
    }
  } catch (error) {
    if (running !== mine) return;
    batch(() => {
      failure.value = asEngineError(error);
      progress.value = null;
    });
    running = null;
    return;
  }
  await diagnose(true);
}

/** What a disk may never answer is not waited for. */
function unlessStopped<T>(read: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new EngineError("cancelled"));
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    read.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

/** What a file compressed with gzip holds, for logs are rotated so; any other as it is, and one cut in the middle, too. */
async function unzipped(file: File): Promise<Blob> {
  const [a, b] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (a !== 0x1f || b !== 0x8b) return file;
  return new Response(file.stream().pipeThrough(new DecompressionStream("gzip"))).blob().catch(() => file);
}

export async function openExample(text: string): Promise<void> {
  loadText(text);
  await diagnose(true);
}

function loadText(text: string): void {
  held.value = null;
  file = null;
  editor?.load(text);
}

/** The box may come back into sight with the next frame only. */
const focusBox = () => requestAnimationFrame(() => editor?.focus());

/** Goes back from a file that is too long to show to the box. */
export function putAside(): void {
  batch(() => {
    held.value = null;
    failure.value = null;
    version.value++;
  });
  focusBox();
}

export function clear(): void {
  running?.abort();
  running = null;
  loadText("");
  batch(() => {
    progress.value = null;
    answer.value = null;
    failure.value = null;
    pointed.value = null;
    revealed.value = false;
  });
  focusBox();
}

export function stop(): void {
  running?.abort();
}

interface Input {
  feed: string | Blob;
  subject(): Subject;
}

function currentInput(): Input {
  if (held.value) return { feed: held.value.blob, subject: () => ({ text: null, index: null }) };
  if (file) {
    const { blob, text, index } = file;
    return { feed: blob, subject: () => ({ text, index }) };
  }
  const text = editor?.text ?? "";
  return { feed: text, subject: () => ({ text, index: new ByteIndex(new TextEncoder().encode(text)) }) };
}

/** Nothing to read: the box asks for something. */
function nothingToRead(): boolean {
  if (held.peek() || !editor?.empty) return false;
  clear();
  return true;
}

/** seek: bring the first evidence into sight, for what came in one piece was not being looked at yet. */
export async function diagnose(seek = false): Promise<void> {
  if (nothingToRead()) return;
  running?.abort();
  const mine = (running = new AbortController());
  const input = currentInput();
  batch(() => {
    progress.value = 0;
    failure.value = null;
  });
  const of = version.peek();
  try {
    const report = await logEngine.diagnose(input.feed, {
      lang: lang.value,
      clock: new Date(),
      signal: mine.signal,
      onProgress: (done) => running === mine && (progress.value = done),
    });
    if (running !== mine) return;
    const subject = input.subject();
    const masker = new Masker(subject, report.secrets);
    batch(() => {
      answer.value = { of, report, subject, masker };
      answers.value++;
      revealed.value = false;
      pointed.value = null;
    });
    editor?.reveal(false);
    // What was typed meanwhile is not what the report speaks of: its offsets would point elsewhere.
    if (of === version.peek()) {
      const marks = marksOf(report, subject);
      editor?.mark(marks, masker.secrets);
      const first = report.exchanges.find(({ id }) => id === report.summary.exchange)?.span;
      if (seek && (marks[0] || first)) editor?.scrollTo(marks[0]?.from ?? subject.index?.toUnit(first!.start) ?? 0);
    }
    if (engineState.value.is !== "ready") void wake();
  } catch (error) {
    if (running !== mine) return;
    failure.value = asEngineError(error);
    if (failure.value.kind === "load") engineState.value = { is: "failed" };
  } finally {
    if (running === mine) {
      running = null;
      progress.value = null;
    }
  }
}

function marksOf(report: Report, { index }: Subject): Mark[] {
  if (!index) return [];
  return report.findings.flatMap(({ evidence = [], severity }, finding) => evidence.map(({ span }) => ({ ...rangeOf(span, index), finding, severity })));
}

export function reveal(show: boolean): void {
  revealed.value = show;
  editor?.reveal(show);
}

/** The text in the editor with every secret masked for good, as the engine does it. */
export async function withoutSecrets(): Promise<string> {
  return (await logEngine.redact(editor?.text ?? "")).text;
}

/** The answer for an issue or a chat, as the engine renders it everywhere: its secrets are masked whatever the page shows. */
export function asMarkdown(): Promise<string> {
  return logEngine.markdown(answer.peek()!.report, lang.peek());
}

export const findingId = (n: number) => `finding-${n}`;

/** Pointing at nothing falls back to the finding that has the focus. */
export function point(to: number | null): void {
  if (to === null && answer.peek()) {
    const focused = answer.peek()!.report.findings.findIndex((_, n) => document.getElementById(findingId(n))?.contains(document.activeElement));
    if (focused >= 0) to = focused;
  }
  if (pointed.peek() === to) return;
  pointed.value = to;
  editor?.activate(to);
}

/** The lines of the diagnosed text at a place, with their secrets; null where the text is not at hand. */
function textOf(span: Span): string | null {
  const { text, index } = answer.peek()?.subject ?? {};
  if (!index || text == null) return null;
  const { from, to } = rangeOf(span, index);
  const end = text.indexOf("\n", to);
  return text.slice(text.lastIndexOf("\n", from - 1) + 1, end < 0 ? text.length : end);
}

/** The diagnosed text at a place itself, secret as it may be; null where it is not at hand. */
export function exactText(span: Span): string | null {
  const { text, index } = answer.peek()?.subject ?? {};
  if (!index || text == null) return null;
  const { from, to } = rangeOf(span, index);
  return text.slice(from, to);
}

/** What an exchange can be made again from: its lines, or, of a HAR, its entry, which for its lines alone nobody would know. */
export function requestOf(span: Span): string | null {
  const har = `{"log":{"entries":[{"request":${exactText(span)}}]}}`;
  try {
    const { request } = (JSON.parse(har) as { log: { entries: [{ request: { url?: unknown; headers?: unknown } | null }] } }).log.entries[0];
    if (request?.url && Array.isArray(request.headers)) return har;
  } catch {
    // It is no HAR.
  }
  return textOf(span);
}

/** Shows a place of the diagnosed text in the editor; null where the text is too long to be there. */
export function placeShower(): ((span: Span) => void) | null {
  const index = answer.value?.subject.index;
  return index ? (span) => editor?.show(rangeOf(span, index)) : null;
}
