/** A request made in one view, taken up by the Request view. In memory only: it may hold a password. */
import { signal } from "@preact/signals";
import { linkTo, views } from "./settings.ts";

/** The text of a curl command, until the Request view has read it. */
export const handed = signal("");

/** The view may be missing from a build. */
export const takesRequests = () => (views as readonly string[]).includes("request");

export function toRequest(curl: string): void {
  handed.value = curl;
  location.hash = linkTo("request" as (typeof views)[number]);
}
