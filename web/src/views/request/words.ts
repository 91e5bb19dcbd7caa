import { computed } from "@preact/signals";
import { requestEn, requestRu } from "../../messages/request.ts";
import { lang } from "../../settings.ts";

const tables = { en: requestEn, ru: requestRu };

/** The words of this view, in the chosen language. */
export const w = computed(() => tables[lang.value]);
