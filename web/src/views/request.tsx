import { useEffect, useState } from "preact/hooks";
import { t, view } from "../settings.ts";

/** The view is a chunk of its own, fetched when it is first gone to. */
export function RequestView() {
  const [Tools, loaded] = useState<(() => preact.JSX.Element) | null>(null);
  const [failed, fail] = useState(false);
  const here = view.value === "request";
  const load = () => {
    fail(false);
    import("./request/view.tsx").then(
      ({ RequestTools }) => loaded(() => RequestTools),
      () => fail(true),
    );
  };
  useEffect(() => {
    if (here && !Tools) load();
  }, [here]);
  if (Tools) return <Tools />;
  return failed ? (
    <p class="stale" role="alert">
      {t.value.viewFailed}{" "}
      <button type="button" class="link" onClick={load}>
        {t.value.engine.retry}
      </button>
    </p>
  ) : (
    <p class="hint" aria-busy="true" />
  );
}
