/**
 * The pane that holds the log: CodeMirror with two layers over the text, the evidence of the findings and the masks of
 * the secrets. It lives in a shadow root, for there CodeMirror's styles are adopted sheets, which style-src 'self' allows.
 */
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { search, searchKeymap } from "@codemirror/search";
import { Annotation, Compartment, EditorState, StateEffect, StateField, type Extension } from "@codemirror/state";
import { Decoration, drawSelection, EditorView, highlightSpecialChars, keymap, lineNumbers, placeholder, WidgetType, type DecorationSet } from "@codemirror/view";
import { headOf, touching, type Range } from "./mask.ts";
import type { Messages } from "./messages.ts";
import { moved } from "./pointer.ts";
import type { Severity } from "./report.ts";

/** A place a finding points to; ranges are UTF-16 units of the text. */
export interface Mark extends Range {
  finding: number;
  severity: Severity;
}

export interface EditorEvents {
  /** by: how the text came; load is ours (an example, a file). */
  changed(by: "paste" | "edit" | "load"): void;
  diagnose(): void;
  leave(): void;
  /** The finding under the pointer or the cursor, or null. */
  pointed(finding: number | null): void;
  picked(finding: number): void;
}

const setMarks = StateEffect.define<{ marks: Mark[]; secrets: Range[] }>();
const setActive = StateEffect.define<number | null>();
const setRevealed = StateEffect.define<boolean>();
const loaded = Annotation.define<boolean>();

class MaskWidget extends WidgetType {
  private readonly head: string;
  private readonly length: number;
  constructor(head: string, length: number) {
    super();
    this.head = head;
    this.length = length;
  }
  override eq(other: MaskWidget): boolean {
    return other.head === this.head && other.length === this.length;
  }
  override toDOM(view: EditorView): HTMLElement {
    const dom = document.createElement("span");
    dom.className = "cm-secret";
    dom.append(this.head);
    const rest = dom.appendChild(document.createElement("span"));
    rest.className = "cm-masked";
    rest.textContent = `…[${this.length}]`;
    dom.title = view.state.phrase("secret of $ characters, masked", this.length);
    return dom;
  }
}

function markOf(mark: { finding: number; severity: Severity }, active: boolean): Decoration {
  return Decoration.mark({
    class: `cm-evidence cm-${mark.severity}${active ? " cm-active" : ""}`,
    attributes: { "data-finding": String(mark.finding) },
    inclusive: true, // so that it wraps the mask of a secret of the same range
    finding: mark.finding,
    severity: mark.severity,
  });
}

/** exact: the evidence itself. covering: the same, with what lies inside a masked secret widened to all of it, for a mask has no inside. */
interface Evidence {
  exact: DecorationSet;
  covering: DecorationSet;
  active: number | null;
  revealed: boolean;
}

function setOf(marks: Mark[], active: number | null): DecorationSet {
  const seen = new Set<string>();
  const fresh = marks.filter((m) => m.from < m.to && !seen.has(`${m.finding} ${m.from} ${m.to}`) && seen.add(`${m.finding} ${m.from} ${m.to}`));
  return Decoration.set(
    fresh.map((m) => markOf(m, m.finding === active).range(m.from, m.to)),
    true,
  );
}

function marksOf(set: DecorationSet): Mark[] {
  const marks: Mark[] = [];
  for (const at = set.iter(); at.value; at.next()) {
    const { finding, severity } = at.value.spec as Mark;
    marks.push({ finding, severity, from: at.from, to: at.to });
  }
  return marks;
}

const shownMarks = ({ exact, covering, revealed }: Evidence) => (revealed ? exact : covering);

const evidence = StateField.define<Evidence>({
  create: () => ({ exact: Decoration.none, covering: Decoration.none, active: null, revealed: false }),
  update(value, tr) {
    if (tr.docChanged) value = { ...value, exact: value.exact.map(tr.changes), covering: value.covering.map(tr.changes) };
    for (const effect of tr.effects) {
      if (effect.is(setMarks)) {
        const marks = effect.value.marks.filter((m) => m.to <= tr.newDoc.length);
        const wide = marks.map((m) => {
          const around = touching(m, effect.value.secrets);
          return { ...m, from: Math.min(m.from, ...around.map((s) => s.from)), to: Math.max(m.to, ...around.map((s) => s.to)) };
        });
        value = { ...value, exact: setOf(marks, null), covering: setOf(wide, null), active: null };
      }
      if (effect.is(setActive) && effect.value !== value.active) {
        const active = effect.value;
        value = { ...value, exact: setOf(marksOf(value.exact), active), covering: setOf(marksOf(value.covering), active), active };
      }
      if (effect.is(setRevealed)) value = { ...value, revealed: effect.value };
    }
    return value;
  },
  provide: (field) => EditorView.decorations.from(field, shownMarks),
});

function findingAt(state: EditorState, at: number): number | null {
  let best: { finding: number; length: number } | null = null;
  shownMarks(state.field(evidence)).between(at, at, (from, to, value) => {
    if (!best || to - from < best.length) best = { finding: (value.spec as Mark).finding, length: to - from };
  });
  return (best as { finding: number } | null)?.finding ?? null;
}

const secrets = StateField.define<{ set: DecorationSet; revealed: boolean }>({
  create: () => ({ set: Decoration.none, revealed: false }),
  update(value, tr) {
    let { set, revealed } = value;
    if (tr.docChanged) set = set.map(tr.changes);
    for (const effect of tr.effects) {
      if (effect.is(setRevealed)) revealed = effect.value;
      if (effect.is(setMarks)) {
        const ranges = effect.value.secrets.filter((s) => s.to <= tr.newDoc.length);
        set = Decoration.set(
          ranges.map(({ from, to }) => {
            const head = tr.newDoc.sliceString(from, from + headOf(to - from));
            return Decoration.replace({ widget: new MaskWidget(head, to - from) }).range(from, to);
          }),
          true,
        );
      }
    }
    return set === value.set && revealed === value.revealed ? value : { set, revealed };
  },
  provide: (field) => [
    EditorView.decorations.from(field, (value) => (value.revealed ? Decoration.none : value.set)),
    EditorView.atomicRanges.of((view) => {
      const value = view.state.field(field);
      return value.revealed ? Decoration.none : value.set;
    }),
  ],
});

const look = EditorView.theme({
  "&": { height: "100%", color: "var(--text)", backgroundColor: "transparent", fontSize: "var(--code-size)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55", overflow: "auto" },
  ".cm-content": { padding: "0.6rem 0", caretColor: "var(--accent)" },
  ".cm-line": { padding: "0 0.75rem 0 0.5rem" },
  ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--muted)", borderRight: "1px solid var(--line)", userSelect: "none" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 0.5rem 0 0.6rem", minWidth: "2.4rem" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "var(--selection)" },
  ".cm-placeholder": { color: "var(--muted)", whiteSpace: "pre-wrap" },
  ".cm-secret": { whiteSpace: "nowrap" },
  ".cm-masked": { color: "var(--muted)", fontSize: "0.85em", padding: "0 0.15em", borderBottom: "1px dotted var(--muted)" },
  ".cm-evidence": { cursor: "pointer", textDecoration: "underline", textDecorationThickness: "2px", textUnderlineOffset: "3px" },
  ".cm-error": { textDecorationColor: "var(--error)" },
  ".cm-warning": { textDecorationColor: "var(--warning)" },
  ".cm-info": { textDecorationColor: "var(--info)" },
  ".cm-active.cm-error": { backgroundColor: "var(--error-soft)" },
  ".cm-active.cm-warning": { backgroundColor: "var(--warning-soft)" },
  ".cm-active.cm-info": { backgroundColor: "var(--info-soft)" },
  ".cm-panels": { backgroundColor: "var(--surface)", color: "var(--text)", borderTop: "1px solid var(--line)" },
  ".cm-panel.cm-search": { fontFamily: "var(--sans)", fontSize: "0.85rem" },
  ".cm-panel.cm-search input, .cm-panel.cm-search button": { fontSize: "0.85rem" },
  ".cm-textfield": { backgroundColor: "var(--page)", color: "var(--text)", border: "1px solid var(--edge)" },
  ".cm-button": { backgroundImage: "none", backgroundColor: "var(--page)", color: "var(--text)", border: "1px solid var(--edge)" },
  ".cm-searchMatch": { backgroundColor: "var(--warning-soft)" },
  ".cm-searchMatch-selected": { backgroundColor: "var(--selection)" },
});

export class LogEditor {
  private readonly view: EditorView;
  private readonly words = new Compartment();

  constructor(parent: ShadowRoot, t: Messages, events: EditorEvents) {
    this.view = new EditorView({
      parent,
      root: parent,
      state: EditorState.create({
        extensions: [
          // The engine counts the bytes as they are: a carriage return stays in its line.
          EditorState.lineSeparator.of("\n"),
          lineNumbers(),
          highlightSpecialChars({ specialChars: /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff\u200b\u202a-\u202e\u2066-\u2069]/g }),
          history(),
          drawSelection(),
          search({ top: false }),
          EditorView.lineWrapping,
          keymap.of([
            // On a Mac Mod is Cmd; the line below the box says Ctrl.
            ...["Mod-Enter", "Ctrl-Enter"].map((key) => ({ key, run: () => (events.diagnose(), true) })),
            {
              key: "Alt-Enter",
              run: (view) => {
                const finding = findingAt(view.state, view.state.selection.main.head);
                if (finding !== null) events.picked(finding);
                return finding !== null;
              },
            },
            ...searchKeymap,
            { key: "Escape", run: () => (events.leave(), true) },
            ...defaultKeymap,
            ...historyKeymap,
          ]),
          this.words.of(wordsOf(t)),
          secrets, // before the evidence: marks wrap only replacements that go before them
          evidence,
          look,
          EditorView.updateListener.of((update) => {
            for (const tr of update.transactions) {
              if (tr.docChanged) events.changed(tr.annotation(loaded) ? "load" : tr.isUserEvent("input.paste") || tr.isUserEvent("input.drop") ? "paste" : "edit");
            }
            if (update.selectionSet && update.view.hasFocus) events.pointed(findingAt(update.state, update.state.selection.main.head));
          }),
          EditorView.domEventHandlers({
            mousemove: (event) => {
              if (moved(event)) events.pointed(findingUnder(event));
            },
            mouseleave: () => events.pointed(null),
            click: (event) => {
              const finding = findingUnder(event);
              if (finding !== null) events.picked(finding);
            },
            // A dropped file is the page's to read: CodeMirror would insert it as text, whatever its encoding.
            drop: (event) => (event.dataTransfer?.files.length ?? 0) > 0,
          }),
        ],
      }),
    });
  }

  get text(): string {
    return this.view.state.doc.toString();
  }

  get empty(): boolean {
    return this.view.state.doc.length === 0;
  }

  /** Replaces the text; undo brings back what was there. */
  load(text: string): void {
    const { doc } = this.view.state;
    this.view.dispatch({
      changes: { from: 0, to: doc.length, insert: this.view.state.toText(text) },
      selection: { anchor: 0 },
      effects: [setMarks.of({ marks: [], secrets: [] }), EditorView.scrollIntoView(0)],
      annotations: loaded.of(true),
    });
  }

  mark(marks: Mark[], secrets: Range[]): void {
    this.view.dispatch({ effects: setMarks.of({ marks, secrets }) });
  }

  activate(finding: number | null): void {
    if (this.view.state.field(evidence).active !== finding) this.view.dispatch({ effects: setActive.of(finding) });
  }

  reveal(revealed: boolean): void {
    this.view.dispatch({ effects: setRevealed.of(revealed) });
  }

  /** Scrolls to a place, and leaves the cursor where it is. */
  scrollTo(at: number): void {
    this.view.dispatch({ effects: EditorView.scrollIntoView(Math.min(at, this.view.state.doc.length), { y: "center" }) });
  }

  /** Scrolls to a place and puts the cursor there, without taking the focus. */
  show(range: Range): void {
    const from = Math.min(range.from, this.view.state.doc.length);
    this.view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
  }

  focus(): void {
    this.view.focus();
  }

  translate(t: Messages): void {
    this.view.dispatch({ effects: this.words.reconfigure(wordsOf(t)) });
  }

  destroy(): void {
    this.view.destroy();
  }
}

function wordsOf(t: Messages): Extension {
  return [
    placeholder(t.source.placeholder),
    EditorView.contentAttributes.of({ "aria-label": t.source.label, tabindex: "0", spellcheck: "false", autocapitalize: "off", autocorrect: "off" }),
    EditorState.phrases.of(t.editor),
  ];
}

function findingUnder(event: MouseEvent): number | null {
  const target = event.target instanceof Element ? event.target.closest("[data-finding]") : null;
  return target ? Number(target.getAttribute("data-finding")) : null;
}
