import { useSignal } from "@preact/signals";
import { CopyButton } from "../../parts/controls.tsx";
import { goToMistake, nameOf } from "./field.tsx";
import * as state from "./state.ts";
import { w } from "./words.ts";

const hasAddress = (url: string) => /^https?:\/\/[^{}]/i.test(url);

const FORMS = ["http", "curl"] as const;

/** What a sign-in in this tab costs, before it is begun. */
function Leaving() {
  const words = w.value;
  const secrets = state.forgotten.value;
  const key = !!state.values.value["dpop"];
  if (secrets.length === 0 && !key) return <>{words.popupHint}</>;
  return (
    <span class="problem warning">
      {secrets.length > 0 && words.hereForgets(secrets.map(nameOf).join(", "))} {key && words.hereNewKey} {words.popupKeeps}
    </span>
  );
}

/** The request as it would go out, and the buttons that let it. */
export function Preview() {
  const words = w.value;
  const as = useSignal<(typeof FORMS)[number]>("http");
  const { built, revealed, currentStep, problems, asked, sending, sendError, awaiting, popupBlocked } = state;
  const made = built.value;
  if (!made || !currentStep.value) return null;
  const masked = made.httpMasked !== made.http || made.curlMasked !== made.curl;
  const text = revealed.value || !masked ? made[as.value] : made[`${as.value}Masked`];
  /**
   * The first press with mistakes shows them; the next one sends all the same, for a wrong request is what some want to
   * see. But it must have somewhere to go.
   */
  const press = (go: () => void) => async () => {
    await state.settled();
    if (problems.peek().errors.length > 0 && (!asked.peek() || !hasAddress(built.peek()!.url))) {
      asked.value = true;
      requestAnimationFrame(goToMistake);
      return;
    }
    asked.value = true;
    sendError.value = null;
    go();
  };
  const { browser, id } = currentStep.value;
  const mistakes = problems.value.errors.length;
  return (
    <section class="preview" aria-label={words.preview}>
      <div class="toolbar">
        <h2>{words.preview}</h2>
        <span class="segments" role="group" aria-label={words.preview}>
          {FORMS.map((name) => (
            <button type="button" key={name} class="quiet" aria-pressed={as.value === name} onClick={() => (as.value = name)}>
              {words[name]}
            </button>
          ))}
        </span>
        {masked && (
          <button type="button" class="quiet" aria-pressed={revealed.value} onClick={() => (revealed.value = !revealed.value)}>
            {revealed.value ? words.mask : words.reveal}
          </button>
        )}
        <CopyButton label={words.copy} text={() => text} />
      </div>
      <pre class="mono" tabIndex={0} role="region" aria-label={`${words.preview}, ${words[as.value]}`}>
        {text}
      </pre>
      {text.includes("SIGNED_WHEN_SENT") && <p class="hint">{words.later}</p>}
      <div class="toolbar send">
        {browser ? (
          <>
            <button type="button" id="request-send" class="primary" onClick={press(() => void (id === "authorize" ? state.openPopup() : state.openTab()))}>
              {id === "authorize" ? words.popup : words.openPage}
            </button>
            {id === "authorize" && (
              <button type="button" onClick={press(() => void state.openHere())}>
                {words.here}
              </button>
            )}
          </>
        ) : (
          <>
            <button type="button" id="request-send" class="primary" disabled={!!sending.value} onClick={press(() => void state.send("relay"))}>
              {words.send}
            </button>
            <button type="button" disabled={!!sending.value} onClick={press(() => void state.send("direct"))}>
              {words.sendDirect}
            </button>
          </>
        )}
        <button type="button" class="quiet" onClick={() => void state.clear()}>
          {words.clear}
        </button>
      </div>
      <p class="hint" role="status">
        {asked.value && mistakes > 0 ? (
          <>
            <b class="count">{words.problems(mistakes)}.</b> {hasAddress(made.url) ? words.mend : words.noAddress}
          </>
        ) : popupBlocked.value ? (
          words.popupBlocked
        ) : awaiting.value ? (
          <>
            {words.awaiting}{" "}
            <button type="button" class="link" onClick={state.stopAwaiting}>
              {words.stopAwaiting}
            </button>
          </>
        ) : !browser ? (
          words.sendHint
        ) : (
          id === "authorize" && <Leaving />
        )}
      </p>
    </section>
  );
}
