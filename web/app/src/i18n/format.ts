import type { Language } from './dictionaries';

/** Numbers, durations and times as a language writes them. Durations come in milliseconds. */
export interface Format {
  /** `1,234`; from ten thousand on in short form. */
  count(n: number): string;
  /** `00:12:31`, for a clock that runs. */
  clock(ms: number): string;
  /** `12 min`, for reading. */
  duration(ms: number): string;
  /** `5 s`. */
  seconds(n: number): string;
  /** `23 ms`. */
  milliseconds(n: number): string;
  /** `2.1 Mbit/s` from bits per second. */
  bitrate(bps: number): string;
  /** `1.2 %` from a share of 1. */
  percent(share: number): string;
  /** `30 fps`. */
  fps(n: number): string;
  /** `2nd`. */
  ordinal(n: number): string;
  /** The time of day, and the date where it is another day than `now`. */
  time(at: number, now: number): string;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

export function formatOf(language: Language): Format {
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const compact = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 });
  const tenth = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  const unit = (name: string) =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: 0 });
  const [hour, minute, second, millisecond] = [unit('hour'), unit('minute'), unit('second'), unit('millisecond')];
  const clockTime = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' });
  const dayTime = new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });

  return {
    count: (n) => (n >= 10_000 ? compact : whole).format(n),
    clock: clockText,
    duration: (ms) => {
      if (ms < MINUTE) return second.format(Math.floor(ms / SECOND));
      if (ms < HOUR) return minute.format(Math.floor(ms / MINUTE));
      const minutes = Math.floor((ms % HOUR) / MINUTE);
      const hours = hour.format(Math.floor(ms / HOUR));
      return minutes === 0 ? hours : `${hours} ${minute.format(minutes)}`;
    },
    seconds: (n) => second.format(n),
    milliseconds: (n) => millisecond.format(n),
    bitrate: (bps) => (bps >= 1e6 ? `${tenth.format(bps / 1e6)} Mbit/s` : `${whole.format(bps / 1e3)} kbit/s`),
    percent: (share) => percent.format(share),
    fps: (n) => `${whole.format(n)} fps`,
    ordinal: (n) => ordinalText(language, n),
    time: (at, now) => (sameDay(at, now) ? clockTime : dayTime).format(at),
  };
}

function clockText(ms: number): string {
  const total = Math.max(0, Math.floor(ms / SECOND));
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(total / 3600))}:${two(Math.floor(total / 60) % 60)}:${two(total % 60)}`;
}

const SUFFIX: Readonly<Record<Intl.LDMLPluralRule, string>> = {
  one: 'st',
  two: 'nd',
  few: 'rd',
  other: 'th',
  zero: 'th',
  many: 'th',
};

function ordinalText(language: Language, n: number): string {
  if (language === 'zh-CN') return `第 ${n} 位`;
  return `${n}${SUFFIX[new Intl.PluralRules('en', { type: 'ordinal' }).select(n)]}`;
}

function sameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}
