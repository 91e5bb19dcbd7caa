import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { time } from "../../format.ts";
import { Output, SecretField } from "../../parts/fields.tsx";
import { t } from "../../settings.ts";

/** Where passwords and refresh tokens are taken, as internal/waves lists it. */
const SERVICES = [
  ["Waves.Exchange", "https://api.waves.exchange/v1/oauth2/token", "waves.exchange"],
  ["WX Network", "https://api.wx.network/v1/oauth2/token", "wx.network"],
  ["WX Network, testnet", "https://api-testnet.wx.network/v1/oauth2/token", "wx.network"],
  ["Waves.Exchange, testnet", "https://api-testnet.waves.exchange/v1/oauth2/token", "waves.exchange"],
] as const;

/** A number over this is a point in time, not a duration (internal/waves, ExpiresIn). */
const BILLION = 1e9;

export function Refresh() {
  const words = t.value.wavesView;
  const form = useRef<HTMLFormElement>(null);
  const request = useSignal("");
  const answered = useSignal("");
  const build = () => {
    const data = new FormData(form.current!);
    const token = String(data.get("refreshToken") ?? "").trim();
    const [, endpoint, clientId] = SERVICES[Number(data.get("service"))]!;
    const body = `grant_type=refresh_token&scope=general&refresh_token=${encodeURIComponent(token)}&client_id=${clientId}`;
    request.value = token && `curl -X POST '${endpoint}' \\\n  -H 'Content-Type: application/x-www-form-urlencoded' \\\n  --data-raw '${body.replaceAll("'", "%27")}'`;
  };
  const seconds = /^\d{1,11}$/.test(answered.value.trim()) ? Number(answered.value) : 0;
  const isTime = seconds > BILLION;
  const now = Math.floor(Date.now() / 1000);
  return (
    <>
      <p class="lead">{words.refreshLead}</p>
      <form ref={form} class="fields" autocomplete="off" onSubmit={(event) => event.preventDefault()} onInput={build}>
        <SecretField id="waves-refresh" name="refreshToken" label={words.refreshToken} rows={2} />
        <div class="field">
          <label for="waves-service">{words.endpoint}</label>
          <select id="waves-service" name="service" onChange={build}>
            {SERVICES.map(([name], i) => (
              <option key={name} value={i}>
                {name}
              </option>
            ))}
          </select>
        </div>
      </form>
      {request.value && (
        <dl class="outputs">
          <Output name={words.request} value={request.value} secret />
        </dl>
      )}
      <div class="fields">
        <div class="field">
          <label for="waves-expires-in">{words.expiresIn}</label>
          <input id="waves-expires-in" inputMode="numeric" autocomplete="off" aria-describedby="waves-expires-in-note" value={answered.value} onInput={(event) => (answered.value = event.currentTarget.value)} />
        </div>
        <div id="waves-expires-in-note" class="wide" aria-live="polite">
          <p class="hint">{words.expiresInLead}</p>
          {seconds > 0 && (
            <ul class="plain">
              <li>
                {words.expiresInDuration(time(now + seconds))} {!isTime && <b>{words.likely}</b>}
              </li>
              <li>
                {words.expiresInAbsolute(time(seconds))} {isTime && <b>{words.likely}</b>}
              </li>
            </ul>
          )}
        </div>
      </div>
    </>
  );
}
