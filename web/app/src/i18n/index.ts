import { computed } from '@preact/signals';
import { language } from '../prefs/prefs';
import { dictionaries, type Dictionary } from './dictionaries';
import { formatOf, type Format } from './format';

const words = computed(() => dictionaries[language.value]);
const formats = computed(() => formatOf(language.value));

/** The words of the language in use. A component that calls it follows a switch without a reload. */
export function t(): Dictionary {
  return words.value;
}

/** Numbers and times of the language in use. */
export function fmt(): Format {
  return formats.value;
}
