import { render } from "preact";
import { App } from "./app.tsx";
import { wake } from "./engines.ts";
import { startSettings } from "./settings.ts";

startSettings();
render(<App />, document.getElementById("app")!);
void wake();
