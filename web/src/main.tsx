import { handOver, landed } from "./callback.ts"; // first: it cleans the address
import { render } from "preact";
import { App } from "./app.tsx";
import { wake } from "./engines.ts";
import { keepPlaces } from "./go.ts";
import { startSettings, t } from "./settings.ts";

const root = document.getElementById("app")!;
startSettings();
if (landed && !landed.pending && (await handOver(landed.url))) {
  render(<p class="handed">{t.value.handedOver}</p>, root);
  close(); // browsers close only a window that a script opened
} else {
  render(<App />, root);
  keepPlaces();
  void wake();
}
