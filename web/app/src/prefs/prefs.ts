import { effect, signal } from '@preact/signals';
import { bestLanguage, type Language } from '../i18n/dictionaries';
import { machineStorage, readJson, writeJson } from './storage';

export type Theme = 'light' | 'dark' | 'auto';

const LANGUAGES: readonly Language[] = ['en', 'zh-CN'];
const THEMES: readonly Theme[] = ['light', 'dark', 'auto'];

const oneOf = <T extends string>(all: readonly T[]) => (value: unknown): value is T => all.some((one) => one === value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** A choice of this person on this machine: kept across visits. */
function kept<T>(key: string, fits: (value: unknown) => value is T, initial: T) {
  const stored = readJson(machineStorage(), key);
  const choice = signal<T>(fits(stored) ? stored : initial);
  effect(() => writeJson(machineStorage(), key, choice.value));
  return choice;
}

export const language = kept<Language>('ilive.language', oneOf(LANGUAGES), bestLanguage(navigator.languages));
export const theme = kept<Theme>('ilive.theme', oneOf(THEMES), 'auto');
/** 1 to 32 characters once chosen; empty before. */
export const nick = kept<string>('ilive.nick', isText, '');
/** Device ids; empty: the system's default. */
export const cameraId = kept<string>('ilive.camera', isText, '');
export const microphoneId = kept<string>('ilive.microphone', isText, '');
/** 0 to 1. */
export const volume = kept<number>('ilive.volume', isNumber, 1);

const systemDark = window.matchMedia('(prefers-color-scheme: dark)');
const systemIsDark = signal(systemDark.matches);
systemDark.addEventListener('change', (event) => (systemIsDark.value = event.matches));

/** Puts language and theme on the document, now and at every change. */
export function applyPrefs(): void {
  effect(() => {
    document.documentElement.lang = language.value;
  });
  effect(() => {
    const dark = theme.value === 'dark' || (theme.value === 'auto' && systemIsDark.value);
    document.documentElement.classList.toggle('dark', dark);
    document.documentElement.classList.toggle('light', !dark);
    document.querySelector('meta[name="theme-color"]')?.setAttribute('content', dark ? '#111113' : '#f9f9fb');
  });
}
