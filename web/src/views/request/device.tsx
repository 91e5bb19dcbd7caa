import { generate } from "lean-qr/nano";
import { useMemo } from "preact/hooks";
import { time } from "../../format.ts";
import { CopyButton } from "../../parts/controls.tsx";
import { nextPoll, poll, stopPolling, waiting } from "./state.ts";
import { w } from "./words.ts";

/** The user signs in elsewhere; the tokens are asked for meanwhile (RFC 8628, CIBA). */
export function DevicePart() {
  const words = w.value;
  const { step, userCode, uri, uriComplete, interval, expires } = waiting.value!;
  const link = uriComplete || uri;
  return (
    <section class="part device" aria-label={words.device}>
      <h2>{words.device}</h2>
      {step === "ciba" ? (
        <p>{words.cibaLead}</p>
      ) : (
        <>
          <p>{words.deviceLead}</p>
          <div class="device-parts">
            <div>
              <p>
                {/^https?:\/\//.test(uri) ? (
                  <a href={uri} target="_blank" rel="noreferrer noopener">
                    {uri}
                  </a>
                ) : (
                  uri
                )}
              </p>
              <p class="user-code">
                <code>{userCode}</code> <CopyButton label={words.copy} text={() => userCode} />
              </p>
              <p class="hint">{words.expires(time(expires / 1000))}</p>
            </div>
            {link && <Qr text={link} />}
          </div>
        </>
      )}
      <div class="toolbar">
        {nextPoll.value === null ? (
          <button type="button" class="primary" onClick={() => poll("relay")}>
            {words.poll}
          </button>
        ) : (
          <>
            <span class="working" role="status">
              {words.polling(interval)}
            </span>
            <button type="button" onClick={stopPolling}>
              {words.stopPolling}
            </button>
          </>
        )}
      </div>
    </section>
  );
}

/** Modules of white around the picture, which readers need (ISO/IEC 18004). */
const QUIET = 4;

function Qr({ text }: { text: string }) {
  const { size, path } = useMemo(() => {
    const code = generate(text);
    let path = "";
    for (let y = 0; y < code.size; y++) for (let x = 0; x < code.size; x++) if (code.get(x, y)) path += `M${x + QUIET} ${y + QUIET}h1v1h-1z`;
    return { size: code.size + 2 * QUIET, path };
  }, [text]);
  return (
    <svg class="qr" role="img" aria-label={w.value.qr(text)} viewBox={`0 0 ${size} ${size}`} shape-rendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
